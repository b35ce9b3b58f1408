package io.thermograd.signal;

import java.util.Arrays;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * The epoch at which a run interpolates its training data: where T1's trends end.
 *
 * <p><b>Definition.</b> The first epoch from which the running median over 5 epochs of the mean
 * training loss has come down to {@value #SHARE_OF_INITIAL_LOSS} of the first finite epoch's loss.
 *
 * <p><b>Estimator.</b> As defined. After it the few samples left rule the gradients and late layers
 * rise above SNR 1 again (real runs), which T1 does not speak of.
 *
 * <p><b>Bias.</b> Late by up to 2 epochs: the median looks both ways.
 *
 * <p><b>Shape and units.</b> An epoch, or null where the loss never gets there.
 *
 * <p><b>Numerics.</b> Comparisons only.
 *
 * <p><b>Edge cases.</b> Epochs with a loss that isn't finite are left out; a first loss that isn't
 * positive has no share, so null.
 *
 * <p><b>Errors.</b> None given.
 *
 * <p><b>Reference.</b> The project's own definition.
 */
public final class Interpolation {
  /** What of the first epoch's loss counts as none. */
  public static final double SHARE_OF_INITIAL_LOSS = 0.01;

  private static final int REACH = 2;

  private Interpolation() {}

  /** The epoch of interpolation, null where the run doesn't get there. */
  public static @Nullable Integer epoch(int[] epoch, double[] meanLoss) {
    if (epoch.length != meanLoss.length) {
      throw new IllegalArgumentException(
          "Invalid losses: " + meanLoss.length + " for " + epoch.length + " epochs");
    }
    int[] kept = new int[epoch.length];
    double[] losses = new double[epoch.length];
    int n = 0;
    for (int i = 0; i < epoch.length; i++) {
      if (Double.isFinite(meanLoss[i])) {
        kept[n] = epoch[i];
        losses[n++] = meanLoss[i];
      }
    }
    if (n == 0 || losses[0] <= 0) {
      return null;
    }
    double target = SHARE_OF_INITIAL_LOSS * losses[0];
    for (int i = 0; i < n; i++) {
      int from = FastMath.max(0, i - REACH);
      int to = FastMath.min(n, i + REACH + 1);
      if (losses[i] <= target
          && TheilSen.medianOf(Arrays.copyOfRange(losses, from, to)) <= target) {
        return kept[i];
      }
    }
    return null;
  }
}
