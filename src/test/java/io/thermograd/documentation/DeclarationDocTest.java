package io.thermograd.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.job.declaration.Explanation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeclarationDocTest {
  /** The keys at the top of a declaration, as the program lists them. */
  private static List<String> topKeys() {
    return Explanation.ofAll()
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(line -> line.strip().split(" ", 2)[0])
        .filter(key -> !key.contains("."))
        .toList();
  }

  @Test
  void thePageIsWhatTheProgramExplains() {
    String expected =
        topKeys().stream()
            .map(key -> "## " + key + "\n\n```text\n" + Explanation.of(key) + "```\n")
            .collect(Collectors.joining("\n"));
    String page = Pages.text("declaration.md");
    assertThat(page.substring(page.indexOf("## "))).isEqualTo(expected);
  }
}
