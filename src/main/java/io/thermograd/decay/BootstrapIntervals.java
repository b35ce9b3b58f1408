package io.thermograd.decay;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Intervals by moving-block bootstrap of the residuals.
 *
 * <p><b>Estimator.</b> {@link ColouredBlocks} are laid on the fitted curve, which is refitted. The
 * standard error is half the distance of the replicates' 16 % and 84 % quantiles (a replicate that
 * ran away can't spoil it); the interval is θ ± t σ with n/g − k degrees (at least 1). Its upper
 * end is open where over 2.5 % of the replicates never get there.
 *
 * <p><b>Bias.</b> docs/numerics.md has the measured coverage under autocorrelation; a series of few
 * correlation times stays somewhat below its level.
 *
 * <p><b>Errors.</b> Below half of all replicates with a minimum, there are none: {@link #usable()}.
 *
 * <p><b>Reference.</b> Künsch 1989, Ann. Statist. 17; Davison &amp; Hinkley 1997, ch. 8.
 */
final class BootstrapIntervals implements Intervals {

  private static final int REPLICATES = 300;
  private static final double UPPER = 0.975;
  private static final double ONE_SIGMA = 0.8413447460685429;

  private final CurveFit fit;
  private final double degreesOfFreedom;
  private final double quantile;
  private final List<double[]> replicates;

  BootstrapIntervals(CurveFit fit, long seed) {
    this.fit = fit;
    double inefficiency = fit.residuals().statisticalInefficiency();
    degreesOfFreedom = Math.max(1, fit.size() / inefficiency - fit.curve().parameters());
    quantile = new TDistribution(degreesOfFreedom).inverseCumulativeProbability(UPPER);
    replicates = replicates(fit, new SplittableRandom(seed));
  }

  /** Whether enough replicates have a minimum. */
  boolean usable() {
    return replicates.size() >= REPLICATES / 2;
  }

  @Override
  public IntervalMethod method() {
    return IntervalMethod.BOOTSTRAP;
  }

  @Override
  public double degreesOfFreedom() {
    return degreesOfFreedom;
  }

  @Override
  public Estimate parameter(int index) {
    return Objects.requireNonNull(derived(parameters -> parameters[index]), "parameter");
  }

  @Override
  public @Nullable Estimate derived(ToDoubleFunction<double[]> quantity) {
    double[] values =
        replicates.stream().mapToDouble(quantity).filter(Double::isFinite).sorted().toArray();
    long never =
        replicates.stream()
            .mapToDouble(quantity)
            .filter(each -> each == Double.POSITIVE_INFINITY)
            .count();
    Estimate estimate =
        values.length < REPLICATES / 2
            ? new JacobianIntervals(fit, fit.residuals().statisticalInefficiency())
                .derived(quantity)
            : around(values, quantity.applyAsDouble(fit.parameters()));
    return estimate == null || never <= (1 - UPPER) * replicates.size()
        ? estimate
        : new Estimate(estimate.value(), estimate.standardError(), estimate.low(), null);
  }

  private Estimate around(double[] values, double value) {
    double error = (at(values, ONE_SIGMA) - at(values, 1 - ONE_SIGMA)) / 2;
    return new Estimate(value, error, value - quantile * error, value + quantile * error);
  }

  private static double at(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    double share = position - below;
    return below + 1 < sorted.length
        ? sorted[below] * (1 - share) + sorted[below + 1] * share
        : sorted[below];
  }

  private static List<double[]> replicates(CurveFit fit, SplittableRandom random) {
    int n = fit.size();
    double[] fitted = new double[n];
    for (int i = 0; i < n; i++) {
      fitted[i] = fit.curve().value(fit.observations().t()[i], fit.parameters());
    }
    ColouredBlocks errors = new ColouredBlocks(fit);
    LeastSquares search = new LeastSquares(fit.curve(), LeastSquares.Precision.WORKING);
    List<double[]> found = new ArrayList<>(REPLICATES);
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      double[] h = errors.draw(random);
      for (int i = 0; i < n; i++) {
        h[i] = fitted[i] + h[i] / fit.observations().rootWeight()[i];
      }
      Solution solution = search.fit(fit.observations().withOrdinate(h), fit.parameters());
      if (solution instanceof Solution.Minimum minimum) {
        found.add(minimum.parameters());
      }
    }
    return found;
  }
}
