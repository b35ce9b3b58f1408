package io.thermograd.signal;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures the size of the trend tests under AR(1) noise for docs/numerics.md: {@code mvn test
 * -Dtest=TrendTestSizeStudy -Dthermograd.studies=true}.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
class TrendTestSizeStudy {
  private static final int SERIES = 2000;

  static Stream<Arguments> cases() {
    return Stream.of(20, 50, 200)
        .flatMap(n -> Stream.of(0.0, 0.5, 0.8, 0.95).map(phi -> Arguments.of(n, phi)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sizeAtFivePercent(int n, double phi) {
    for (long seed : new long[] {101, 202, 303}) {
      SplittableRandom random = new SplittableRandom(seed);
      BlockBootstrapTrendTest test = new BlockBootstrapTrendTest(399, seed);
      int bootstrap = 0;
      int whitened = 0;
      int independent = 0;
      double[] x = Series.index(n);
      for (int k = 0; k < SERIES; k++) {
        double[] y = Series.ar1(n, phi, random);
        Trend trend = (Trend) test.test(x, y, "series");
        bootstrap += trend.pValue() <= 0.05 ? 1 : 0;
        whitened += trend.preWhitenedPValue() <= 0.05 ? 1 : 0;
        independent += MannKendall.test(y).pValue() <= 0.05 ? 1 : 0;
      }
      System.out.println(
          String.format(
              Locale.ROOT,
              "n=%d phi=%.2f seed=%d bootstrap=%.4f whitened=%.4f mann-kendall=%.4f",
              n,
              phi,
              seed,
              (double) bootstrap / SERIES,
              (double) whitened / SERIES,
              (double) independent / SERIES));
    }
  }
}
