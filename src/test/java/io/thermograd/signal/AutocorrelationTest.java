package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AutocorrelationTest {
  private static final double[] Y = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9};

  @Test
  void agreesWithNumpy() {
    // d = y - y.mean(); (d[k:] * d[:-k]).sum() / (d * d).sum()
    assertThat(Autocorrelation.at(Y, 1)).isCloseTo(0.25938743038981704, within(1e-15));
    assertThat(Autocorrelation.at(Y, 2)).isCloseTo(0.17629276054097054, within(1e-15));
    assertThat(Autocorrelation.at(Y, 3)).isCloseTo(0.2334128878281623, within(1e-15));
  }

  @Test
  void ljungBoxAgreesWithScipy() {
    // n(n+2) sum(rho_k^2/(n-k)), k = 1..3; scipy.stats.chi2.sf(Q, 3)
    LjungBox test = LjungBox.test(Y, 3);
    assertThat(test.statistic()).isCloseTo(2.992853368066364, within(1e-13));
    assertThat(test.pValue()).isCloseTo(0.3927283593030587, within(1e-12));
  }

  @Test
  void constantSeriesIsWhite() {
    assertThat(Autocorrelation.at(new double[5], 1)).isZero();
    assertThat(LjungBox.test(new double[5], 2).pValue()).isEqualTo(1);
  }

  @Test
  void lagBeyondTheSeriesIsRefused() {
    assertThatThrownBy(() -> Autocorrelation.at(Y, 15))
        .hasMessage("Invalid lag: 15 (must be 1 to 14)");
  }
}
