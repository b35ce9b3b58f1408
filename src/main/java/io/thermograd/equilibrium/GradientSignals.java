package io.thermograd.equilibrium;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The squared gradient of the global loss beside the energies it was seen at.
 *
 * <p><b>Definition.</b> |∇E|² of an energy is its epoch's {@code gradSignalSquared}, for every
 * energy of an epoch whose gradients were logged.
 *
 * <p><b>Bias.</b> As unbiased as that is, and negative at times; inside an epoch it doesn't tell
 * one energy from another. Subtracting noise from each step's own ‖g‖² would, but norm and loss of
 * one mini-batch correlate, and bins of low loss would seem to have small gradients because their
 * batches were easy. (Subtracting trΣ̂, right for independent draws, gave −0.7 to −23 times
 * gradSignalSquared on whole shuffled epochs of nine real runs.)
 *
 * @param step steps that have an energy and a known gradient
 * @param energy the loss there
 * @param signal the epoch's signal
 */
record GradientSignals(long[] step, double[] energy, double[] signal) {
  /** Fewest energies whose mean stands for a bin. */
  static final int MIN_STEPS = 5;

  static GradientSignals of(EpochGradients gradients, LossSeries energies) {
    int count = energies.size();
    long[] step = new long[count];
    double[] energy = new double[count];
    double[] signal = new double[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = Arrays.binarySearch(gradients.epoch(), energies.epoch()[i]);
      Double known = row < 0 ? null : gradients.signal()[row];
      if (known != null) {
        step[kept] = energies.step()[i];
        energy[kept] = energies.loss()[i];
        signal[kept++] = known;
      }
    }
    return new GradientSignals(
        Arrays.copyOf(step, kept), Arrays.copyOf(energy, kept), Arrays.copyOf(signal, kept));
  }

  /** Mean signal per slot of a grid over steps in [from, to]; null under five energies. */
  @Nullable Double[] perSlot(LossBins bins, long from, long to) {
    double[] sum = new double[bins.slots()];
    int[] steps = new int[bins.slots()];
    for (int i = 0; i < step.length; i++) {
      if (step[i] >= from && step[i] <= to) {
        int slot = bins.slotOf(energy[i]);
        sum[slot] += signal[i];
        steps[slot]++;
      }
    }
    @Nullable Double[] means = new @Nullable Double[bins.slots()];
    for (int slot = 0; slot < means.length; slot++) {
      means[slot] = steps[slot] < MIN_STEPS ? null : (Double) (sum[slot] / steps[slot]);
    }
    return means;
  }
}
