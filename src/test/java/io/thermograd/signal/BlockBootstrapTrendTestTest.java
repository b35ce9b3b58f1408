package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockBootstrapTrendTestTest {
  private static final BlockBootstrapTrendTest TEST = BlockBootstrapTrendTest.seeded(101);

  /** Bounds: the largest size that TrendTestSizeStudy measured, plus 3 s.e. of this many series. */
  @ParameterizedTest
  @CsvSource({
    "50, 0, 300, 0.12",
    "50, 0.5, 300, 0.125",
    "50, 0.8, 300, 0.14",
    "200, 0.5, 100, 0.14"
  })
  void stationaryNoiseIsRarelyCalledATrend(int n, double phi, int series, double bound) {
    for (long seed : new long[] {101, 202, 303}) {
      double size = rejections(n, phi, 0, seed, series);
      assertThat(size).as("seed %s", seed).isBetween(0.0, bound);
    }
  }

  @Test
  void clearTrendIsFoundUnderAutocorrelation() {
    assertThat(rejections(50, 0.5, 0.1, 101, 200)).isGreaterThan(0.9);
  }

  @Test
  void intervalHoldsTheTrueSlope() {
    SplittableRandom random = new SplittableRandom(101);
    int covered = 0;
    for (int k = 0; k < 300; k++) {
      Trend trend = trend(Series.withTrend(Series.ar1(50, 0.5, random), 0.1), 199);
      if (trend.low() <= 0.1 && 0.1 <= trend.high()) {
        covered++;
      }
    }
    assertThat(covered / 300.0).isBetween(0.90, 0.99);
  }

  @Test
  void sameNamesGiveTheSameResultAndOtherNamesAnotherStream() {
    double[] y = Series.withTrend(Series.ar1(40, 0.5, new SplittableRandom(202)), 0.02);
    double[] x = Series.index(40);
    assertThat(TEST.test(x, y, "run", "layer")).isEqualTo(TEST.test(x, y, "run", "layer"));
    assertThat(TEST.test(x, y, "run", "layer")).isNotEqualTo(TEST.test(x, y, "runl", "ayer"));
  }

  @Test
  void shiftAndScaleOfTheSeriesChangeNoPValue() {
    double[] y = Series.withTrend(Series.ar1(40, 0.5, new SplittableRandom(303)), 0.05);
    double[] x = Series.index(40);
    Trend plain = (Trend) TEST.test(x, y, "a");
    // Powers of two, so that scaling rounds nothing.
    Trend scaled = (Trend) TEST.test(x, DoubleStream.of(y).map(v -> -8 * v).toArray(), "a");
    assertThat(scaled.pValue()).isCloseTo(plain.pValue(), within(0.03));
    assertThat(scaled.slope()).isCloseTo(-8 * plain.slope(), within(1e-12));
    assertThat(scaled.low()).isCloseTo(-8 * plain.high(), within(0.05));
  }

  @Test
  void exactLineIsATrendOfItsSlope() {
    Trend trend = (Trend) TEST.test(Series.index(20), Series.withTrend(new double[20], -2), "a");
    assertThat(trend.slope()).isEqualTo(-2);
    assertThat(trend.direction()).isEqualTo(Direction.DOWN);
    assertThat(trend.pValue()).isEqualTo(1 / 1000.0);
  }

  @Test
  void shortAndConstantSeriesHaveNoTrend() {
    assertThat(TEST.test(Series.index(9), Series.index(9)))
        .isEqualTo(new NoTrend(NoTrend.Reason.TOO_FEW_POINTS));
    assertThat(TEST.test(Series.index(30), new double[30]))
        .isEqualTo(new NoTrend(NoTrend.Reason.NO_VARIATION));
  }

  @Test
  void tooFewReplicatesAreRefused() {
    assertThatThrownBy(() -> new BlockBootstrapTrendTest(98, 1))
        .hasMessage("Invalid replicates: 98 (must be >= 99)");
  }

  private static double rejections(int n, double phi, double slope, long seed, int series) {
    SplittableRandom random = new SplittableRandom(seed);
    int rejected = 0;
    for (int k = 0; k < series; k++) {
      Trend trend = trend(Series.withTrend(Series.ar1(n, phi, random), slope), 199);
      if (trend.pValue() <= 0.05) {
        rejected++;
      }
    }
    return (double) rejected / series;
  }

  private static Trend trend(double[] y, int replicates) {
    return (Trend)
        new BlockBootstrapTrendTest(replicates, 7).test(Series.index(y.length), y, "series");
  }
}
