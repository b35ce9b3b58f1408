package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.report.Colour;
import io.thermograd.report.Layout;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Terminal.Kind INTERACTIVE = Terminal.Kind.INTERACTIVE;

  @Test
  void widthComesFromTheEnvironment() {
    assertThat(Terminal.layout(Map.of(), INTERACTIVE)).isEqualTo(new Layout(120, Colour.NEVER));
    assertThat(Terminal.layout(Map.of("COLUMNS", "200"), INTERACTIVE).width()).isEqualTo(200);
    assertThat(Terminal.layout(Map.of("COLUMNS", "3"), INTERACTIVE).width()).isEqualTo(40);
    assertThat(Terminal.layout(Map.of("COLUMNS", "x"), INTERACTIVE).width()).isEqualTo(120);
  }

  @Test
  void colourIsForCapableTerminalsThatDontDeclineIt() {
    Map<String, String> capable = Map.of("TERM", "xterm");
    assertThat(Terminal.layout(capable, INTERACTIVE).colour()).isEqualTo(Colour.ALWAYS);
    assertThat(Terminal.layout(capable, Terminal.Kind.PLAIN).colour()).isEqualTo(Colour.NEVER);
    assertThat(Terminal.layout(Map.of("TERM", "dumb"), INTERACTIVE).colour())
        .isEqualTo(Colour.NEVER);
    assertThat(Terminal.layout(Map.of("TERM", "xterm", "NO_COLOR", "1"), INTERACTIVE).colour())
        .isEqualTo(Colour.NEVER);
  }
}
