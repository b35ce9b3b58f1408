package io.thermograd.equilibrium;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ground energy below the least loss at which the gamma law's likelihood peaks, sought on the
 * logarithm of the gap. The likelihood has no bound as the gap closes when ν &lt; 1, so an inner
 * peak is preferred to the boundary.
 */
final class GroundEnergyProfile {

  /** The gap in units of the losses' range, as powers of e: from a rounding to a normal's limit. */
  private static final double LEAST_LOG_GAP = -20;

  private static final double GREATEST_LOG_GAP = 8;
  private static final double STRIDE = 0.5;
  private static final int MOST_VALUES = 1 << 16;
  private static final int MOST_EVALUATIONS = 200;

  private GroundEnergyProfile() {}

  /**
   * E0; null where the likelihood still rises at the greatest gap: a normal law without a ground.
   */
  static @Nullable Double maximise(LossSeries losses) {
    double least = losses.losses().min().orElseThrow();
    double range = losses.losses().max().orElseThrow() - least;
    double[] heights = thinned(losses, least);
    int count = (int) Math.round((GREATEST_LOG_GAP - LEAST_LOG_GAP) / STRIDE) + 1;
    double[] profile = new double[count];
    int best = 0;
    int inner = 0;
    for (int i = 0; i < count; i++) {
      profile[i] = value(heights, range, LEAST_LOG_GAP + STRIDE * i);
      best = profile[i] > profile[best] ? i : best;
      boolean peak = i > 1 && profile[i - 1] > profile[i - 2] && profile[i - 1] > profile[i];
      inner = peak && (inner == 0 || profile[i - 1] > profile[inner]) ? i - 1 : inner;
    }
    int start = inner > 0 ? inner : best;
    if (start == count - 1) {
      return null;
    }
    double middle = LEAST_LOG_GAP + STRIDE * start;
    double logGap = inner > 0 ? refine(heights, range, middle) : middle;
    double gap = Math.max(range * Math.exp(logGap), 4 * Math.ulp(least));
    return least - gap;
  }

  private static double refine(double[] heights, double range, double middle) {
    return new BrentOptimizer(1e-10, 1e-10)
        .optimize(
            new MaxEval(MOST_EVALUATIONS),
            GoalType.MAXIMIZE,
            new UnivariateObjectiveFunction(u -> value(heights, range, u)),
            new SearchInterval(middle - STRIDE, middle + STRIDE, middle))
        .getPoint();
  }

  private static double value(double[] heights, double range, double logGap) {
    double gap = range * Math.exp(logGap);
    double[] shifted = new double[heights.length];
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = heights[i] + gap;
    }
    double mean = GammaLaw.mean(shifted);
    double excess = GammaLaw.excessOfLog(shifted, mean);
    double shape = GammaLaw.shape(excess);
    return new GammaLaw(shape, shape / mean).meanLogLikelihood(mean, excess);
  }

  /**
   * Heights above the least loss, evenly thinned: neighbours of a long series repeat each other.
   */
  private static double[] thinned(LossSeries losses, double least) {
    int stride = (losses.size() + MOST_VALUES - 1) / MOST_VALUES;
    double[] heights = new double[(losses.size() + stride - 1) / stride];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = losses.loss(i * stride) - least;
    }
    return heights;
  }
}
