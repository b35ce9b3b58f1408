package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "26500000, 26.5 MB",
    "9223372036854775807, 9223.4 PB"
  })
  void bytesAreReadable(long bytes, String expected) {
    assertThat(Plan.bytes(bytes)).isEqualTo(expected);
  }
}
