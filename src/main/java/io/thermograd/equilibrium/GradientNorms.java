package io.thermograd.equilibrium;

/**
 * The whole model's logged gradients, as the analysis of energies needs them.
 *
 * <p>The arrays are not copied: the caller must not change them.
 *
 * @param step iterations whose gradient was logged, in any order
 * @param squaredNorm ‖g‖² of the whole model there, finite
 * @param epoch epochs whose gradient variance is known, strictly increasing
 * @param variance trΣ̂ of one mini-batch gradient of the whole model there, finite
 */
public record GradientNorms(long[] step, double[] squaredNorm, int[] epoch, double[] variance) {

  /** Nothing was logged. */
  public static final GradientNorms NONE =
      new GradientNorms(new long[0], new double[0], new int[0], new double[0]);

  public GradientNorms {
    if (step.length != squaredNorm.length || epoch.length != variance.length) {
      throw new IllegalArgumentException(
          "Invalid gradient norms: "
              + step.length
              + " steps, "
              + squaredNorm.length
              + " norms, "
              + epoch.length
              + " epochs, "
              + variance.length
              + " variances");
    }
    requireFinite("squared norm", squaredNorm);
    requireFinite("variance", variance);
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
