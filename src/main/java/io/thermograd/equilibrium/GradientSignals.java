package io.thermograd.equilibrium;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The squared gradient of the global loss, step by step, beside the energy it was seen at.
 *
 * <p><b>Definition.</b> |∇E|² = ‖g‖² less what noise adds to it in the step's epoch, so that an
 * epoch's mean is its {@code gradSignalSquared}: unbiased as that is, and negative at times. (trΣ̂
 * in its place, right for independent draws, gave −0.7 to −23 times that on whole shuffled epochs
 * of nine real runs.) The energy is that step's mini-batch loss or, where the full loss is the
 * energy, the epoch's last logged full loss.
 *
 * @param step logged steps that have an energy and an excess
 * @param energy the loss there
 * @param signal ‖g‖² less the epoch's excess
 */
record GradientSignals(long[] step, double[] energy, double[] signal) {
  /** Fewest steps whose mean stands for a bin. */
  static final int MIN_STEPS = 5;

  static GradientSignals of(GradientNorms norms, LossSeries batch, LossSeries energies) {
    int count = norms.step().length;
    long[] step = new long[count];
    double[] energy = new double[count];
    double[] signal = new double[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int epoch = epochOf(batch, norms.step()[i]);
      int row = Arrays.binarySearch(norms.epoch(), epoch);
      int at = indexOf(energies, norms.step()[i], epoch);
      Double excess = epoch >= 0 && row >= 0 ? norms.excess()[row] : null;
      if (excess != null && at >= 0) {
        step[kept] = norms.step()[i];
        energy[kept] = energies.loss()[at];
        signal[kept++] = norms.squaredNorm()[i] - excess;
      }
    }
    return new GradientSignals(
        Arrays.copyOf(step, kept), Arrays.copyOf(energy, kept), Arrays.copyOf(signal, kept));
  }

  private static int epochOf(LossSeries batch, long step) {
    int at = Arrays.binarySearch(batch.step(), step);
    return at < 0 ? -1 : batch.epoch()[at];
  }

  private static int indexOf(LossSeries energies, long step, int epoch) {
    if (energies.kind() == EnergyKind.BATCH) {
      return Arrays.binarySearch(energies.step(), step);
    }
    int found = Arrays.binarySearch(energies.epoch(), epoch);
    int last = found;
    while (last >= 0 && last + 1 < energies.size() && energies.epoch()[last + 1] == epoch) {
      last++;
    }
    return last;
  }

  /** Mean signal per slot of a grid over steps in [from, to]; null under five steps. */
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
