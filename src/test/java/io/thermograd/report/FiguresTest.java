package io.thermograd.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "1234.56, 3, 1230",
    "0, 3, 0",
    "0.00123456, 3, 0.00123",
    "0.000123456, 3, 1.23e-4",
    "-0.000123456, 2, -1.2e-4",
    "999999, 3, 1.00e+6",
    "1234567, 3, 1.23e+6",
    "9.999, 3, 10.0",
    "2, 3, 2.00"
  })
  void significantDigits(double value, int digits, String expected) {
    assertThat(Figures.significant(value, digits)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "47.5123, 1.234, 47.5 ± 1.2",
    "47.5123, 12.34, 48 ± 12",
    "1234.5, 120, 1234 ± 120",
    "0.0475, 0.00123, 0.0475 ± 0.0012",
    "0.000475, 0.0000123, (4.75 ± 0.12)e-4",
    "12345678, 123456, (1.235 ± 0.012)e+7",
    "-3.2, 0.999, -3.2 ± 1.0",
    "0, 0.5, 0.00 ± 0.50",
    "5, 0, 5.00 ± 0"
  })
  void errorDecidesTheDigits(double value, double error, String expected) {
    assertThat(Figures.withError(value, error)).isEqualTo(expected);
  }
}
