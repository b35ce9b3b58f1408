package io.thermograd.job.declaration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Any text as a declaration or an override: it is bound, or refused in words. */
public final class DeclarationFuzz {
  private static final String LEAST = "job: analyze\ninput: [{path: a.csv}]\noutput: {path: o}\n";

  private DeclarationFuzz() {}

  /** Jazzer's entry point. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    bindsOrRefuses(text, List.of());
    bindsOrRefuses(LEAST, List.of(text));
  }

  private static void bindsOrRefuses(String text, List<String> overrides) {
    try {
      DeclarationBinder.bind(text, "j.yaml", overrides);
    } catch (UserMistake mistake) {
      if (!String.valueOf(mistake.getMessage()).contains("\n  remedy: ")) {
        throw new AssertionError("A refusal without a remedy: " + mistake.getMessage(), mistake);
      }
    }
  }
}
