package io.thermograd.decay;

import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Intervals by profile likelihood.
 *
 * <p><b>Definition.</b> All values of a parameter for which the sum of squares, minimised over the
 * other parameters, stays within t² χ²/(n − k) of the minimum, t Student's with n − k degrees: the
 * F test turned round, exact for straight lines.
 *
 * <p><b>Estimator.</b> The root of the signed root of that excess, nearly linear in the parameter,
 * by the secant rule from the Jacobian's end.
 *
 * <p><b>Edge cases.</b> An end further than 30 standard errors away is absent: the data set none.
 * Standard errors, and quantities that the parameters imply, are the Jacobian's.
 *
 * <p><b>Reference.</b> Bates &amp; Watts 1988, Nonlinear Regression Analysis, ch. 6.
 */
final class ProfileIntervals implements Intervals {

  private static final double UPPER = 0.975;
  private static final double FARTHEST = 30;
  private static final double CLOSE_ENOUGH = 1e-3;
  private static final int MAX_STEPS = 12;

  private final CurveFit fit;
  private final JacobianIntervals jacobian;
  private final double quantile;

  ProfileIntervals(CurveFit fit) {
    this.fit = fit;
    jacobian = new JacobianIntervals(fit, 1);
    quantile = new TDistribution(fit.degreesOfFreedom()).inverseCumulativeProbability(UPPER);
  }

  @Override
  public IntervalMethod method() {
    return IntervalMethod.PROFILE;
  }

  @Override
  public double degreesOfFreedom() {
    return fit.degreesOfFreedom();
  }

  @Override
  public @Nullable Estimate derived(ToDoubleFunction<double[]> quantity) {
    return jacobian.derived(quantity);
  }

  @Override
  public Estimate parameter(int index) {
    Estimate byJacobian = jacobian.parameter(index);
    if (fit.curve().parameters() == 1 || byJacobian.standardError() == 0) {
      return byJacobian;
    }
    double error = byJacobian.standardError();
    return new Estimate(byJacobian.value(), error, end(index, -error), end(index, error));
  }

  /** One end, in the direction of a signed standard error. */
  private @Nullable Double end(int index, double error) {
    double centre = fit.parameters()[index];
    double previous = 0;
    double previousRoot = 0;
    double distance = quantile;
    double[] start = others(index);
    for (int step = 0; step < MAX_STEPS; step++) {
      PinnedCurve pinned = new PinnedCurve(fit.curve(), index, centre + distance * error);
      Solution solution =
          new LeastSquares(pinned, LeastSquares.Precision.WORKING).fit(fit.observations(), start);
      if (!(solution instanceof Solution.Minimum minimum)) {
        return null;
      }
      start = minimum.parameters();
      double excess = minimum.chiSquared() - fit.minimum().chiSquared();
      double root = Math.sqrt(Math.max(0, excess) / fit.residualVariance());
      if (Math.abs(root - quantile) < CLOSE_ENOUGH * quantile) {
        return centre + distance * error;
      }
      double slope = (root - previousRoot) / (distance - previous);
      previous = distance;
      previousRoot = root;
      distance =
          slope > 0 ? Math.max(distance / 3, distance + (quantile - root) / slope) : 2 * distance;
      if (!(distance < FARTHEST)) {
        return null;
      }
    }
    return null;
  }

  private double[] others(int index) {
    double[] others = new double[fit.parameters().length - 1];
    System.arraycopy(fit.parameters(), 0, others, 0, index);
    System.arraycopy(fit.parameters(), index + 1, others, index, others.length - index);
    return others;
  }
}
