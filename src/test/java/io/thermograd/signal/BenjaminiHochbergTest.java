package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {

  @Test
  void agreesWithScipy() {
    // scipy.stats.false_discovery_control([.01, .04, .03, .005, .2, .04])
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.01, 0.04, 0.03, 0.005, 0.2, 0.04}))
        .containsExactly(new double[] {0.03, 0.048, 0.048, 0.03, 0.2, 0.048}, within(1e-15));
  }

  @Test
  void onePValueStaysAsItIsAndNoneGiveNone() {
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.3})).containsExactly(0.3);
    assertThat(BenjaminiHochberg.adjusted(new double[0])).isEmpty();
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatThrownBy(() -> BenjaminiHochberg.adjusted(new double[] {0.1, Double.NaN}))
        .hasMessage("Invalid p-value: NaN (must be 0 to 1)");
  }
}
