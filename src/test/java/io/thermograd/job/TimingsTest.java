package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void whatNoStageMeasuresIsARowSoThatAllAddUp() {
    Iterator<Long> clock = List.of(0L, 2 * SECOND, 5 * SECOND, 6 * SECOND).iterator();
    Timings timings = new Timings(clock::next);
    timings.measure("read", () -> true);
    timings.measure("write", () -> true);
    assertThat(timings.text(10 * SECOND, 4 * SECOND))
        .isEqualToNormalizingNewlines(
            """
            stage                               wall s   jobs     CPU s
            read                                  2.00      0      0.00
            write                                 1.00      0      0.00
            start, plans, JVM                     7.00      0      4.00
            in all                               10.00      0      4.00
            """);
  }
}
