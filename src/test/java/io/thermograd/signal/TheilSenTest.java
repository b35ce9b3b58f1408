package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TheilSenTest {

  @Test
  void agreesWithScipy() {
    // scipy.stats.theilslopes(y, x).slope and numpy.median(y - slope * x)
    double[] x = {0, 1, 2, 4, 7, 8, 10, 13, 15, 20};
    double[] y = {1, 3, 2, 5, 4, 9, 7, 12, 10, 40};
    TheilSen line = TheilSen.fit(x, y);
    assertThat(line.slope()).isCloseTo(0.7777777777777778, within(1e-15));
    assertThat(line.intercept()).isCloseTo(1.4444444444444444, within(1e-15));
  }

  @Test
  void aQuarterOfWildPointsMovesTheSlopeLittle() {
    SplittableRandom random = new SplittableRandom(101);
    double[] x = Series.index(100);
    double[] y = Series.withTrend(Series.ar1(100, 0, random), 0.5);
    for (int i = 0; i < 100; i += 4) {
      y[i] = 1e6;
    }
    assertThat(TheilSen.fit(x, y).slope()).isCloseTo(0.5, within(0.1));
  }

  @Test
  void seriesThatIsNoFunctionOfXIsRefused() {
    assertThatThrownBy(() -> TheilSen.fit(new double[] {0, 1, 1}, new double[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid series: x not strictly increasing at 2");
    assertThatThrownBy(() -> TheilSen.fit(new double[] {0, 1}, new double[] {1, Double.NaN}))
        .hasMessage("Invalid series: not finite at 1");
    assertThatThrownBy(() -> TheilSen.fit(new double[] {0}, new double[] {1}))
        .hasMessage("Invalid series: 1 points (must be 2 to 2048)");
  }
}
