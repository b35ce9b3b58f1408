package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MannKendallTest {
  private static final double[] TIED = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9};

  @Test
  void agreesWithTheFormulaInNumpy() {
    // S = sum(sign(y[j] - y[i])), V = (n(n-1)(2n+5) - sum(k(k-1)(2k+5)))/18, 2 *
    // norm.sf(|S-1|/sqrt(V))
    MannKendall test = MannKendall.test(TIED);
    assertThat(test.score()).isEqualTo(55);
    assertThat(test.z()).isCloseTo(2.703381341337498, within(1e-13));
    assertThat(test.pValue()).isCloseTo(0.006863794985449032, within(1e-12));
  }

  @Test
  void trendFreePreWhiteningAgreesWithNumpy() {
    // scipy theilslopes, lag-1 autocorrelation of the residuals, r[1:] - a r[:-1] + slope x[1:]
    MannKendall test = MannKendall.trendFreePreWhitened(Series.index(15), TIED);
    assertThat(test.score()).isEqualTo(43);
    assertThat(test.pValue()).isCloseTo(0.02148873911967739, within(1e-12));
  }

  @Test
  void constantSeriesHasNoTrend() {
    assertThat(MannKendall.test(new double[12])).isEqualTo(new MannKendall(0, 0, 1));
  }

  @Test
  void scoreByMergeSortEqualsAllPairsCountedOneByOne() {
    SplittableRandom random = new SplittableRandom(101);
    for (int n : new int[] {0, 1, 2, 24, 25, 49, 300}) {
      double[] y = random.doubles(n).map(v -> Math.floor(40 * v)).toArray();
      long expected = 0;
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < j; i++) {
          expected += (long) Math.signum(y[j] - y[i]);
        }
      }
      assertThat(KendallScore.of(y)).as("n = %s", n).isEqualTo(expected);
    }
  }

  @Test
  void scratchSpaceOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new KendallScore(3).score(new double[4]))
        .hasMessage("Invalid series: length 4 (must be 3)");
  }
}
