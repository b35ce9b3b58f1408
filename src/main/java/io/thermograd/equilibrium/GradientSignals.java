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
 * @param gradients the logged epochs' signals
 */
record GradientSignals(EpochGradients gradients) {
  /** Fewest energies whose mean stands for a bin. */
  static final int MIN_STEPS = 5;

  /** Widest step, in log-spaced epochs counted from 1, that a line is drawn across. */
  private static final double WIDEST_GAP = 1.1;

  /** The signal of an epoch; null where none is known. */
  @Nullable Double at(int epoch) {
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

  /** Mean signal of the energies in each slot of a grid; null under five that have one. */
  @Nullable Double[] perSlot(LossBins bins, LossSeries energies) {
    double[] sum = new double[bins.slots()];
    int[] steps = new int[bins.slots()];
    Double signal = null;
    for (int i = 0; i < energies.size(); i++) {
      if (i == 0 || energies.epoch(i) != energies.epoch(i - 1)) {
        signal = at(energies.epoch(i));
      }
      if (signal != null) {
        int slot = bins.slotOf(energies.loss(i));
        sum[slot] += signal;
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
