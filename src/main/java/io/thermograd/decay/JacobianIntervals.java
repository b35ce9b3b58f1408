package io.thermograd.decay;

import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Intervals from the curvature at the minimum.
 *
 * <p><b>Estimator.</b> θ ± t σ, σ² = g (JᵀJ)⁻¹χ²/(n − k), Student's t with n/g − k degrees (at
 * least 1); g is 1 for independent residuals. Derived quantities by the delta method.
 */
final class JacobianIntervals implements Intervals {

  private static final double UPPER = 0.975;

  private final CurveFit fit;
  private final double variance;
  private final double degreesOfFreedom;
  private final double quantile;

  JacobianIntervals(CurveFit fit, double inefficiency) {
    this.fit = fit;
    variance = fit.residualVariance() * inefficiency;
    degreesOfFreedom = Math.max(1, fit.size() / inefficiency - fit.curve().parameters());
    quantile = new TDistribution(degreesOfFreedom).inverseCumulativeProbability(UPPER);
  }

  @Override
  public IntervalMethod method() {
    return IntervalMethod.JACOBIAN;
  }

  @Override
  public double degreesOfFreedom() {
    return degreesOfFreedom;
  }

  @Override
  public Estimate parameter(int index) {
    return around(fit.parameters()[index], Math.sqrt(fit.inverse()[index][index] * variance));
  }

  @Override
  public @Nullable Estimate derived(ToDoubleFunction<double[]> quantity) {
    double[] slope = gradient(quantity);
    double sum = 0;
    for (int a = 0; a < slope.length; a++) {
      for (int b = 0; b < slope.length; b++) {
        sum += slope[a] * fit.inverse()[a][b] * slope[b];
      }
    }
    return Double.isFinite(sum)
        ? around(quantity.applyAsDouble(fit.parameters()), Math.sqrt(Math.max(0, sum) * variance))
        : null;
  }

  /** Central differences over a fraction of each parameter's standard error. */
  private double[] gradient(ToDoubleFunction<double[]> quantity) {
    double[] gradient = new double[fit.parameters().length];
    for (int j = 0; j < gradient.length; j++) {
      double value = fit.parameters()[j];
      double error = Math.sqrt(fit.inverse()[j][j] * variance);
      double step = Math.max(1e-3 * Math.min(error, 0.1), 1e-6 * Math.max(1e-3, Math.abs(value)));
      double[] above = fit.parameters().clone();
      double[] below = fit.parameters().clone();
      above[j] = value + step;
      below[j] = value - step;
      gradient[j] =
          (quantity.applyAsDouble(above) - quantity.applyAsDouble(below)) / (above[j] - below[j]);
    }
    return gradient;
  }

  private Estimate around(double value, double error) {
    return new Estimate(value, error, value - quantile * error, value + quantile * error);
  }
}
