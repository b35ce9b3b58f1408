package io.thermograd.equilibrium;

import org.jspecify.annotations.Nullable;

/**
 * The whole model's gradients, epoch by epoch, as the analysis of energies needs them.
 *
 * <p>The arrays are not copied: the caller must not change them.
 *
 * @param epoch epochs whose gradient variance is known, strictly increasing
 * @param variance trΣ̂ of one mini-batch gradient there, finite
 * @param signal the gradient's squared signal there, {@code gradSignalSquared}: finite, at times
 *     negative; null where it isn't known
 */
public record EpochGradients(int[] epoch, double[] variance, @Nullable Double[] signal) {

  /** Nothing was logged. */
  public static final EpochGradients NONE =
      new EpochGradients(new int[0], new double[0], new Double[0]);

  public EpochGradients {
    if (epoch.length != variance.length || epoch.length != signal.length) {
      throw new IllegalArgumentException(
          "Invalid gradients: "
              + epoch.length
              + " epochs, "
              + variance.length
              + " variances, "
              + signal.length
              + " signals");
    }
    for (double each : variance) {
      requireFinite("variance", each);
    }
    for (Double each : signal) {
      if (each != null) {
        requireFinite("signal", each);
      }
    }
    for (int i = 1; i < epoch.length; i++) {
      if (epoch[i] <= epoch[i - 1]) {
        throw new IllegalArgumentException(
            "Invalid gradients: epoch " + epoch[i] + " follows epoch " + epoch[i - 1]);
      }
    }
  }

  private static void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Invalid " + what + ": " + value);
    }
  }
}
