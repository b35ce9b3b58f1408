package io.thermograd.equilibrium;

import java.util.Arrays;
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
 * @param signalError its standard error; null where there is none
 */
public record EpochGradients(
    int[] epoch, double[] variance, @Nullable Double[] signal, @Nullable Double[] signalError) {

  /** Nothing was logged. */
  public static final EpochGradients NONE =
      new EpochGradients(new int[0], new double[0], new Double[0], new Double[0]);

  public EpochGradients {
    if (epoch.length != variance.length
        || epoch.length != signal.length
        || epoch.length != signalError.length) {
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

  /**
   * The standard error of the mean signal of the logged epochs from one to another, or of those
   * next to them where none lies between; null where one of them has none.
   */
  @Nullable Double meanSignalError(int from, int to) {
    int begin = index(from);
    int end = index(to + 1);
    if (begin == end) {
      begin = Math.max(0, begin - 1);
      end = Math.min(epoch.length, end + 1);
    }
    double sum = 0;
    for (int i = begin; i < end; i++) {
      Double error = signalError[i];
      if (error == null) {
        return null;
      }
      sum += error * error;
    }
    return begin == end ? null : (Double) (Math.sqrt(sum) / (end - begin));
  }

  /** Index of the first epoch that is at least this one. */
  private int index(int from) {
    int found = Arrays.binarySearch(epoch, from);
    return found >= 0 ? found : -found - 1;
  }

  private static void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Invalid " + what + ": " + value);
    }
  }
}
