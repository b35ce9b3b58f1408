package io.thermograd.moments;

import org.hipparchus.special.Beta;

/**
 * <b>Definition.</b> P-value of H0: G = 0.
 *
 * <p><b>Estimator.</b> n‖ḡ‖²/((1−f)trΣ̂) against F(d_eff, d_eff(n−1)).
 *
 * <p><b>Bias.</b> Exact for isotropic noise of known rank; size elsewhere measured in
 * MomentsCalibrationTest.
 *
 * <p><b>Numerics.</b> The upper tail directly, so that tiny p-values don't round to 0 at 1e-16.
 *
 * <p><b>Edge cases.</b> Not for f ≥ 0.98: there the mean has no sampling error to test against.
 *
 * <p><b>Reference.</b> Box, Annals of Mathematical Statistics 25 (1954).
 */
final class NoiseTest {
  private NoiseTest() {}

  /** The p-value. */
  static double pValue(double meanSquared, double errorOfMeanSquared, double rank, long n) {
    double numerator = Math.max(1, rank);
    double denominator = numerator * (n - 1.0);
    double statistic = meanSquared / errorOfMeanSquared;
    double tail = denominator / (denominator + numerator * statistic);
    return Beta.regularizedBeta(tail, denominator / 2, numerator / 2);
  }
}
