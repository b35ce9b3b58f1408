package io.thermograd.equilibrium;

import java.util.Arrays;
import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;

/** Autocorrelation of a series by the fast Fourier transform, and its sum. */
final class Autocorrelation {
  /** Below this the plain sum is quicker than two transforms. */
  private static final int SHORT = 64;

  private Autocorrelation() {}

  /**
   * 1 + 2Σ(1−τ/n)ρ(τ) over the lags before the first ρ(τ) ≤ 0; n for a constant series, which has
   * shown one value only.
   */
  static double inefficiency(double[] x) {
    int n = x.length;
    double[] centred = centred(x);
    double variance = Arrays.stream(centred).map(v -> v * v).sum();
    if (!(variance > 0)) {
      return n;
    }
    double[] products = n <= SHORT ? byPlainSum(centred) : byTransform(centred);
    double g = 1;
    for (int lag = 1; lag < n && products[lag] > 0; lag++) {
      // The sum of n−τ products over n times the variance is (1−τ/n)ρ(τ) already.
      g += 2 * products[lag] / variance;
    }
    return g;
  }

  private static double[] centred(double[] x) {
    double mean = Arrays.stream(x).average().orElse(0);
    // Scaled by the largest deviation so that tiny losses don't underflow when squared.
    double scale = Arrays.stream(x).map(v -> Math.abs(v - mean)).max().orElse(0);
    // A spread at rounding level is a constant.
    if (!(scale > 4 * Math.ulp(mean))) {
      return new double[x.length];
    }
    return Arrays.stream(x).map(v -> (v - mean) / scale).toArray();
  }

  private static double[] byPlainSum(double[] centred) {
    int n = centred.length;
    double[] products = new double[n];
    for (int lag = 0; lag < n; lag++) {
      for (int i = lag; i < n; i++) {
        products[lag] += centred[i] * centred[i - lag];
      }
    }
    return products;
  }

  private static double[] byTransform(double[] centred) {
    // Twice the length and more, so that the circular correlation doesn't wrap.
    int size = Integer.highestOneBit(2 * centred.length - 1) << 1;
    double[][] data = {Arrays.copyOf(centred, size), new double[size]};
    FastFourierTransformer.transformInPlace(data, DftNormalization.STANDARD, TransformType.FORWARD);
    for (int i = 0; i < size; i++) {
      data[0][i] = data[0][i] * data[0][i] + data[1][i] * data[1][i];
      data[1][i] = 0;
    }
    FastFourierTransformer.transformInPlace(data, DftNormalization.STANDARD, TransformType.INVERSE);
    return data[0];
  }
}
