package io.thermograd.job.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void aKeyIsExplainedByTypeDefaultAndMeaning() {
    assertThat(Explanation.of("equilibrium.window"))
        .isEqualTo(
            """
            equilibrium.window
              steps in an entropy window
              takes: auto or a whole number from 2
              default: auto
            """);
  }

  @Test
  void indicesAndPatternsOfARealDeclarationWork() {
    assertThat(Explanation.of("input.0.path")).isEqualTo(Explanation.of("input.path"));
    assertThat(Explanation.of("runs.\"szt_*\".lr"))
        .isEqualTo(Explanation.of("runs.lr"))
        .startsWith("runs.PATTERN.lr\n");
  }

  @Test
  void aSectionBringsItsKeys() {
    assertThat(Explanation.of("output").lines().filter(line -> !line.startsWith(" ")))
        .containsExactly("output", "output.path", "output.format", "output.export");
  }

  @Test
  void allKeysAreListed() {
    assertThat(Explanation.ofAll())
        .contains("\n  job  ", "\n  equilibrium.bins.count  ", "\n  quarantine.max_share  ");
  }

  @Test
  void unknownKeyIsRefused() {
    assertThatThrownBy(() -> Explanation.of("input.pth"))
        .isInstanceOf(UserMistake.class)
        .hasMessage(
            """
            cannot explain `input.pth`
              cause: a declaration has no such key
              remedy: did you mean `input.path`?""");
    assertThatThrownBy(() -> Explanation.of("zzz..zzz"))
        .hasMessageEndingWith("remedy: `--explain` alone lists all keys");
  }
}
