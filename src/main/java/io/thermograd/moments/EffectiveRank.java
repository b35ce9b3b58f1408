package io.thermograd.moments;

/**
 * <b>Definition.</b> d_eff = (trΣ)²/trΣ²: how many directions the noise really has.
 *
 * <p><b>Estimator.</b> (trΣ̂² − 2trΣ²/(n−1))/trΣ², trΣ² from {@link NoiseStructure}.
 *
 * <p><b>Bias.</b> Numerator and denominator are unbiased for Gaussian noise; the ratio is high by
 * the denominator's relative variance. Measured in MomentsCalibrationTest.
 *
 * <p><b>Shape and units.</b> Dimensionless, of the logged coordinates.
 *
 * <p><b>Edge cases.</b> Three kept steps at least; not resolved when trΣ² isn't positive.
 */
final class EffectiveRank {
  private EffectiveRank() {}

  /** The estimate from the logged coordinates' trΣ̂ of n batches. */
  static Estimate of(NoiseStructure noise, double variance, long n) {
    return of(noise.traceSquared(), variance, n);
  }

  /** The estimate from the whole layers' trΣ̂ of n batches. */
  static Estimate of(NoiseTerms noise, double variance, long n) {
    return of(noise.traceSquared(), variance, n);
  }

  private static Estimate of(double traceSquared, double variance, long n) {
    double numerator = variance * variance - 2 * traceSquared / (n - 1.0);
    if (!(traceSquared > 0) || !(numerator > 0)) {
      return Estimate.missing(Absence.NOT_RESOLVED);
    }
    return Estimate.of(numerator / traceSquared);
  }
}
