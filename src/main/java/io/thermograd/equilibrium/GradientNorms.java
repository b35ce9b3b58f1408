package io.thermograd.equilibrium;

import org.jspecify.annotations.Nullable;

/**
 * The whole model's logged gradients, as the analysis of energies needs them.
 *
 * <p>The arrays are not copied: the caller must not change them.
 *
 * @param step iterations whose gradient was logged, in any order
 * @param squaredNorm ‖g‖² of the whole model there, finite
 * @param epoch epochs whose gradient variance is known, strictly increasing
 * @param variance trΣ̂ of one mini-batch gradient of the whole model there, finite
 * @param excess what mini-batch noise adds to E‖g‖² there: the epoch's second moment less its
 *     signal's square; null where that isn't known. It is trΣ̂ only for independent draws: over a
 *     whole shuffled epoch trΣ̂ overshoots and leaves a negative |∇E|² on every real run
 */
public record GradientNorms(
    long[] step, double[] squaredNorm, int[] epoch, double[] variance, @Nullable Double[] excess) {

  /** Nothing was logged. */
  public static final GradientNorms NONE =
      new GradientNorms(new long[0], new double[0], new int[0], new double[0], new Double[0]);

  public GradientNorms {
    if (step.length != squaredNorm.length
        || epoch.length != variance.length
        || epoch.length != excess.length) {
      throw new IllegalArgumentException(
          "Invalid gradient norms: "
              + step.length
              + " steps, "
              + squaredNorm.length
              + " norms, "
              + epoch.length
              + " epochs, "
              + variance.length
              + " variances, "
              + excess.length
              + " excesses");
    }
    requireFinite("squared norm", squaredNorm);
    requireFinite("variance", variance);
    for (Double each : excess) {
      if (each != null && !Double.isFinite(each)) {
        throw new IllegalArgumentException("Invalid excess: " + each);
      }
    }
    for (int i = 1; i < epoch.length; i++) {
      if (epoch[i] <= epoch[i - 1]) {
        throw new IllegalArgumentException(
            "Invalid gradient norms: epoch " + epoch[i] + " follows epoch " + epoch[i - 1]);
      }
    }
  }

  private static void requireFinite(String what, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("Invalid " + what + ": " + value);
      }
    }
  }
}
