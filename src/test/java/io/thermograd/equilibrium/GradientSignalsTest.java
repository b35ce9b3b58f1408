package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GradientSignalsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static GradientSignals signals(int[] logged, @Nullable Double... signal) {
    return new GradientSignals(
        new EpochGradients(logged, new double[logged.length], signal, new Double[logged.length]));
  }

  /** The epochs from 0 on that have a signal. */
  private static int[] known(GradientSignals signals, int epochs) {
    return IntStream.range(0, epochs).filter(epoch -> signals.at(epoch) != null).toArray();
  }

  @Test
  void aSlotHoldsTheMeanOverEnergiesOfTheSignalsOfTheirEpochs() {
    LossBins bins = LossBins.linear(0, 2, 2);
    GradientSignals signals = signals(new int[] {1, 3}, 5.0, -2.0);
    // Epochs 0 to 3 of three energies each: three of 5 and two of −2 in the first bin, one in the
    // second.
    LossSeries energies = Series.of(new double[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1}, 3);
    assertThat(signals.perSlot(bins, energies)).containsExactly(null, 2.2, null, null);
    assertThat(signals.perSlot(bins, energies.slice(0, 9))).containsOnlyNulls();
  }

  @Test
  void betweenLoggedEpochsTheSignalIsTheLine() {
    GradientSignals signals = signals(new int[] {99, 109}, 10.0, 20.0);
    assertThat(known(signals, 120)).hasSize(11);
    assertThat(signals.at(102)).isCloseTo(13, EXACT);
  }

  @Test
  void noLineIsDrawnAcrossAWideGapNorFromAnUnknownSignalNorBeyondTheLastEpoch() {
    assertThat(known(signals(new int[] {99, 110}, 10.0, 20.0), 120)).containsExactly(99, 110);
    assertThat(known(signals(new int[] {99, 105}, 10.0, null), 120)).containsExactly(99);
  }
}
