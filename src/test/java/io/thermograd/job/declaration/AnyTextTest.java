package io.thermograd.job.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written, the user gets a declaration or mistakes, never another exception. */
class AnyTextTest {
  private static final String LEAST = "job: analyze\ninput: [{path: a.csv}]\noutput: {path: o}\n";

  @Property(tries = 2000, seed = "101")
  void anyTextIsBoundOrRefused(@ForAll("yamlLike") String text) {
    bindsOrRefuses(text, List.of());
  }

  @Property(tries = 1000, seed = "202")
  void anyUnicodeIsBoundOrRefused(@ForAll String text) {
    bindsOrRefuses(text, List.of());
    bindsOrRefuses(LEAST, List.of(text));
  }

  @Property(tries = 2000, seed = "303")
  void anyOverrideIsAppliedOrRefused(@ForAll("yamlLike") String option) {
    bindsOrRefuses(LEAST, List.of(option));
  }

  @Provide
  Arbitrary<String> yamlLike() {
    return Arbitraries.of(
            "job: analyze",
            "input:",
            "output",
            ": ",
            "\n",
            "\n  ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "path",
            "=",
            ".",
            "0",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!str ",
            "? ",
            "|",
            "%",
            "#",
            "null",
            "runs",
            "equilibrium",
            "bins",
            "1e9",
            "@",
            "\t",
            "---",
            "<<: ",
            "\u0007",
            "é",
            "😀",
            "columns",
            "decay",
            "models",
            "all",
            "auto")
        .list()
        .ofMaxSize(25)
        .map(tokens -> String.join("", tokens));
  }

  private static void bindsOrRefuses(String text, List<String> overrides) {
    try {
      assertThat(DeclarationBinder.bind(text, "j.yaml", overrides)).isNotNull();
    } catch (UserMistake mistake) {
      assertThat(mistake.mistakes()).isNotEmpty();
      assertThat(mistake.getMessage()).contains("\n  cause: ").contains("\n  remedy: ");
    }
  }
}
