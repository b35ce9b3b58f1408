package io.thermograd.equilibrium;

import java.util.Arrays;
import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;

/** Autocorrelation of a series by the fast Fourier transform, and its sum. */
final class Autocorrelation {
  /** Most series are uncorrelated after fewer lags: their sum is quicker than two transforms. */
  private static final int DIRECT_LAGS = 128;

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
    double g = 1;
    int directly = Math.min(n, DIRECT_LAGS);
    for (int lag = 1; lag < directly; lag++) {
      double product = product(centred, lag);
      if (!(product > 0)) {
        return g;
      }
      // The sum of n−τ products over n times the variance is (1−τ/n)ρ(τ) already.
      g += 2 * product / variance;
    }
    if (directly == n) {
      return g;
    }
    double[] products = byTransform(centred);
    for (int lag = directly; lag < n && products[lag] > 0; lag++) {
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

  private static double product(double[] centred, int lag) {
    double sum = 0;
    for (int i = lag; i < centred.length; i++) {
      sum += centred[i] * centred[i - lag];
    }
    return sum;
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
