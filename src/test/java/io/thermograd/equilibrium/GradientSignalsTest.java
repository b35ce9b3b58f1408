package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GradientSignalsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  /** One energy an epoch, from epoch 0 on. */
  private static GradientSignals signals(int epochs, int[] logged, @Nullable Double... signal) {
    LossSeries energies = Series.of(new double[epochs], 1);
    return GradientSignals.of(
        new EpochGradients(logged, new double[logged.length], signal, new Double[logged.length]),
        energies);
  }

  @Test
  void anEnergyTakesTheSignalOfItsEpoch() {
    GradientSignals signals = signals(4, new int[] {1, 3}, 5.0, -2.0);
    assertThat(signals.step()).containsExactly(1, 3);
    assertThat(signals.signal()).containsExactly(5, -2);
  }

  @Test
  void betweenLoggedEpochsTheSignalIsTheLine() {
    GradientSignals signals = signals(110, new int[] {99, 109}, 10.0, 20.0);
    assertThat(signals.step()).hasSize(11);
    assertThat(signals.signal()[3]).isCloseTo(13, EXACT);
  }

  @Test
  void noLineIsDrawnAcrossAWideGapNorFromAnUnknownSignalNorBeyondTheLastEpoch() {
    assertThat(signals(120, new int[] {99, 110}, 10.0, 20.0).step()).containsExactly(99, 110);
    assertThat(signals(120, new int[] {99, 105}, 10.0, null).step()).containsExactly(99);
  }
}
