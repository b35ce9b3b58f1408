package io.thermograd.decay;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * T8: does the half-life grow?
 *
 * <p><b>Definition.</b> κ = 0 ({@code EXPONENTIAL}) against κ &gt; 0 ({@code DRIFTING}), nested and
 * one-sided.
 *
 * <p><b>Estimator.</b> With independent residuals, the signed root of the likelihood ratio for
 * errors known up to a factor, sign(κ̂)√((χ²₀ − χ²₁)/(χ²₁/(n − 3))), against Student's t with n − 3
 * degrees; with correlated residuals or a robust loss κ̂ over its bootstrap standard error with n/g
 * − 3 degrees.
 *
 * <p><b>Errors.</b> Size at 5 %: {@code DecayCalibrationTest} prints it.
 *
 * @param kappa the drift
 * @param slope of the half-life, κ ln 2 iterations per iteration
 * @param p one-sided, small when the half-life grows
 */
public record DriftTest(Estimate kappa, Estimate slope, double p) {

  private static final double LEVEL = 0.05;
  private static final int KAPPA = 2;

  /** T8 by this test. */
  public TheoryVerdict verdict() {
    if (p < LEVEL) {
      return TheoryVerdict.HOLDS;
    }
    return p > 1 - LEVEL ? TheoryVerdict.FAILS : TheoryVerdict.UNDECIDED;
  }

  static DriftTest ofRatio(CurveFit exponential, CurveFit drifting, Intervals intervals) {
    double gain = Math.max(0, exponential.minimum().chiSquared() - drifting.minimum().chiSquared());
    Estimate kappa = drifting.reported(KAPPA, intervals.parameter(KAPPA));
    double root = Math.sqrt(gain / drifting.residualVariance());
    return of(kappa, Math.copySign(root, kappa.value()), drifting.degreesOfFreedom());
  }

  static DriftTest ofWald(CurveFit drifting, Intervals intervals) {
    Estimate kappa = drifting.reported(KAPPA, intervals.parameter(KAPPA));
    return of(kappa, kappa.value() / kappa.standardError(), intervals.degreesOfFreedom());
  }

  /** Residuals at rounding error leave 0/0 when κ is exactly 0 too: no evidence either way. */
  private static DriftTest of(Estimate kappa, double statistic, double degreesOfFreedom) {
    double p =
        Double.isNaN(statistic)
            ? 0.5
            : new TDistribution(degreesOfFreedom).cumulativeProbability(-statistic);
    return new DriftTest(kappa, kappa.times(Math.log(2)), p);
  }
}
