package io.thermograd.equilibrium;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The squared gradient of the global loss beside the energies it was seen at.
 *
 * <p><b>Definition.</b> |∇E|² of an energy is its epoch's {@code gradSignalSquared}; of an epoch
 * whose gradients weren't logged, the straight line between the two logged ones around it, if the
 * later is at most a tenth further on: runs log ever more rarely as they slow down.
 *
 * <p><b>Bias.</b> As unbiased as the epochs' is, and negative at times (docs/numerics.md has what
 * the line misses); inside an epoch it doesn't tell one energy from another. Subtracting noise from
 * each step's own ‖g‖² would, but norm and loss of one mini-batch correlate, and bins of low loss
 * would seem to have small gradients because their batches were easy. (Subtracting trΣ̂, right for
 * independent draws, gave −0.7 to −23 times gradSignalSquared on whole shuffled epochs of nine real
 * runs.)
 *
 * @param step steps that have an energy and a known gradient
 * @param energy the loss there
 * @param signal the epoch's signal
 */
record GradientSignals(long[] step, double[] energy, double[] signal) {
  /** Fewest energies whose mean stands for a bin. */
  static final int MIN_STEPS = 5;

  /** Widest step, in log-spaced epochs counted from 1, that a line is drawn across. */
  private static final double WIDEST_GAP = 1.1;

  static GradientSignals of(EpochGradients gradients, LossSeries energies) {
    int count = energies.size();
    long[] step = new long[count];
    double[] energy = new double[count];
    double[] signal = new double[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      Double known = signal(gradients, energies.epoch()[i]);
      if (known != null) {
        step[kept] = energies.step()[i];
        energy[kept] = energies.loss()[i];
        signal[kept++] = known;
      }
    }
    return new GradientSignals(
        Arrays.copyOf(step, kept), Arrays.copyOf(energy, kept), Arrays.copyOf(signal, kept));
  }

  private static @Nullable Double signal(EpochGradients gradients, int epoch) {
    int row = Arrays.binarySearch(gradients.epoch(), epoch);
    if (row >= 0) {
      return gradients.signal()[row];
    }
    int after = -row - 1;
    if (after == 0 || after == gradients.epoch().length) {
      return null;
    }
    Double left = gradients.signal()[after - 1];
    Double right = gradients.signal()[after];
    double from = gradients.epoch()[after - 1];
    double to = gradients.epoch()[after];
    if (left == null || right == null || to + 1 > WIDEST_GAP * (from + 1)) {
      return null;
    }
    return left + (right - left) * (epoch - from) / (to - from);
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
