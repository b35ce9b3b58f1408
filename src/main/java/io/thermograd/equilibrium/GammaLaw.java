package io.thermograd.equilibrium;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.special.Gamma;

/**
 * The gamma law of energies above their ground, and its maximum likelihood fit.
 *
 * @param shape ν
 * @param rate β
 */
record GammaLaw(double shape, double rate) {

  private static final int MOST_STEPS = 100;
  private static final double TOLERANCE = 1e-14;

  /**
   * Above it the incomplete gamma function takes √ν steps, and the normal law of the cube root is
   * off by less than 1e−6.
   */
  private static final double LARGE_SHAPE = 1e4;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Below it the starting value errs by less than the equation's two sides cancel. */
  private static final double SMALL_EXCESS = 1e-5;

  GammaLaw {
    if (!(shape > 0) || !(rate > 0)) {
      throw new IllegalArgumentException("Invalid gamma law: " + shape + ", " + rate);
    }
  }

  /** Maximum likelihood from positive heights that aren't all equal. */
  static GammaLaw fit(double[] heights) {
    double mean = mean(heights);
    double shape = shape(excessOfLog(heights, mean));
    return new GammaLaw(shape, shape / mean);
  }

  /** The mean log-likelihood per visit at its maximum over shape and rate. */
  double meanLogLikelihood(double mean, double excess) {
    return shape * Math.log(rate)
        - Gamma.logGamma(shape)
        + (shape - 1) * (Math.log(mean) - excess)
        - rate * mean;
  }

  static double mean(double[] heights) {
    double sum = 0;
    for (double height : heights) {
      sum += height;
    }
    return sum / heights.length;
  }

  /** ln(mean) − mean(ln), summed as d − ln(1 + d) so that nothing cancels. */
  static double excessOfLog(double[] heights, double mean) {
    double sum = 0;
    for (double height : heights) {
      double deviation = (height - mean) / mean;
      // Near −1 the deviation has lost the digits of a small height.
      double log = deviation < -0.5 ? Math.log(height / mean) : Math.log1p(deviation);
      sum += deviation - log;
    }
    return sum / heights.length;
  }

  /** Solves ln ν − ψ(ν) = excess: Newton on 1/ν, in which the left side is nearly linear. */
  static double shape(double excess) {
    double s = excess;
    double shape = (3 - s + Math.sqrt((s - 3) * (s - 3) + 24 * s)) / (12 * s);
    if (s < SMALL_EXCESS) {
      return shape;
    }
    for (int i = 0; i < MOST_STEPS; i++) {
      double difference = Math.log(shape) - Gamma.digamma(shape) - s;
      double slope = shape * (1 - shape * Gamma.trigamma(shape));
      double inverse = 1 / shape + difference / slope;
      double next = inverse > 0 ? 1 / inverse : 2 * shape;
      if (Math.abs(next - shape) <= TOLERANCE * shape) {
        return next;
      }
      shape = next;
    }
    return shape;
  }

  /** ln of the probability between two heights; −∞ below the ground. */
  double logMass(double from, double to) {
    double lo = Math.max(0, from);
    if (!(to > lo)) {
      return Double.NEGATIVE_INFINITY;
    }
    double mass = mass(rate * lo, rate * to);
    if (mass > 1e-280) {
      return Math.log(mass);
    }
    double middle = 0.5 * (lo + to); // the tail underflows: the density at the middle stands for it
    return shape * Math.log(rate)
        - Gamma.logGamma(shape)
        + (shape - 1) * Math.log(middle)
        - rate * middle
        + Math.log(to - lo);
  }

  private double mass(double a, double b) {
    if (shape > LARGE_SHAPE) {
      double lower = normalScore(a);
      double upper = normalScore(b);
      // Mirrored above the mean, where both distribution functions are near 1.
      return lower < 0 ? NORMAL.probability(lower, upper) : NORMAL.probability(-upper, -lower);
    }
    return a < shape
        ? Gamma.regularizedGammaP(shape, b) - Gamma.regularizedGammaP(shape, a)
        : Gamma.regularizedGammaQ(shape, a) - Gamma.regularizedGammaQ(shape, b);
  }

  /** Wilson and Hilferty's cube root of a gamma variate, standardised. */
  private double normalScore(double x) {
    double root = Math.expm1(Math.log1p(x / shape - 1) / 3);
    return 3 * Math.sqrt(shape) * (root + 1 / (9 * shape));
  }

  /** νψ'(ν) − 1, by its series where the difference cancels. */
  double trigammaExcess() {
    return shape > LARGE_SHAPE
        ? (0.5 + 1 / (6 * shape)) / shape
        : shape * Gamma.trigamma(shape) - 1;
  }
}
