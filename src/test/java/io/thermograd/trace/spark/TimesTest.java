package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  /** Seconds by date -u -d TEXT +%s. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.000006Z, 1767323045000006",
    "2026-01-02 03:04:05, 1767323045000000",
    "2026-01-02T03:04:05+01:00, 1767319445000000",
    "1969-12-31T23:59:59.999999Z, -1",
    "1013-01-02T03:04:05Z, -30199899355000000",
    "6026-01-02T03:04:05Z, 127995131045000000"
  })
  void aTimeIsItsMicrosecondsSince1970(String text, long micros) {
    assertThat(Times.micros(text)).isEqualTo(micros);
  }

  @Test
  void aYearThatNoClockShowsIsNoTime() {
    assertThat(Times.micros("+999999999-01-01T00:00:00Z")).isNull();
    assertThat(Times.micros("-999999999-01-01T00:00:00Z")).isNull();
  }
}
