package io.thermograd.signal;

import java.util.SplittableRandom;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.util.FastMath;

/**
 * A resampler of autocorrelated residuals: AR(1) taken out, moving blocks of the innovations drawn,
 * AR(1) put back.
 *
 * <p><b>Definition.</b> r_t = φ r_{t−1} + e_t; a replicate is φ* r*_{t−1} + e*_t with e* from
 * moving blocks of the centred e and φ* ~ N(φ̂, (1 − φ̂²)/n).
 *
 * <p><b>Estimator.</b> φ̂ = (n ρ̂(1) + 2)/(n − 4), ρ̂ after a fitted line. Block length: the larger
 * of n^(1/3) and (√6 |ρ_e|/(1 − ρ_e²))^(2/3) n^(1/3), ρ_e the innovations' own lag-1
 * autocorrelation, at most n/3.
 *
 * <p><b>Bias.</b> Blocks of the residuals themselves lose the correlation at their seams, and φ̂
 * taken as known ignores its own error: docs/numerics.md has the size of the test with and without
 * either.
 *
 * <p><b>Shape and units.</b> A series as long as the residuals, in their units.
 *
 * <p><b>Numerics.</b> φ* is held in [−0.99, 0.995]; a burn-in forgets the start to 2 %.
 *
 * <p><b>Edge cases.</b> Residuals that are all 0 give replicates that are all 0.
 *
 * <p><b>Errors.</b> The error of φ̂ is in the replicates.
 *
 * <p><b>Reference.</b> Künsch 1989; Davison &amp; Hinkley 1997, §8.2 (post-blackening); Andrews
 * 1991 (block length); Marriott &amp; Pope 1954 (bias of ρ̂).
 */
final class PostBlackenedBlocks {
  private static final double LOWEST_AR1 = -0.99;
  private static final double HIGHEST_AR1 = 0.995;

  private final double[] innovations;
  private final double ar1;
  private final double ar1Error;
  private final int blockLength;

  PostBlackenedBlocks(double[] residuals) {
    int n = residuals.length;
    ar1 = held((n * Autocorrelation.at(residuals, 1) + 2) / (n - 4));
    ar1Error = FastMath.sqrt((1 - ar1 * ar1) / n);
    innovations = new double[n - 1];
    for (int t = 1; t < n; t++) {
      innovations[t - 1] = residuals[t] - ar1 * residuals[t - 1];
    }
    double mean = StatUtils.mean(innovations);
    for (int t = 0; t < innovations.length; t++) {
      innovations[t] -= mean;
    }
    blockLength = blockLength(n, Autocorrelation.at(innovations, 1));
  }

  double ar1() {
    return ar1;
  }

  int blockLength() {
    return blockLength;
  }

  void draw(double[] replicate, SplittableRandom random) {
    double phi = held(ar1 + ar1Error * random.nextGaussian());
    int position = 0;
    int left = 0;
    double value = 0;
    for (int t = -burnIn(phi); t < replicate.length; t++) {
      if (left == 0) {
        position = random.nextInt(innovations.length - blockLength + 1);
        left = blockLength;
      }
      value = phi * value + innovations[position++];
      left--;
      if (t >= 0) {
        replicate[t] = value;
      }
    }
  }

  private static int blockLength(int n, double rho) {
    double a = FastMath.abs(rho);
    double root = FastMath.cbrt(n);
    double byCorrelation =
        a < 1 ? root * FastMath.pow(FastMath.sqrt(6) * a / (1 - a * a), 2.0 / 3) : n;
    int length = (int) FastMath.ceil(FastMath.max(root, byCorrelation));
    return FastMath.max(1, FastMath.min(length, n / 3));
  }

  private static int burnIn(double phi) {
    double a = FastMath.abs(phi);
    return a < 0.02 ? 1 : (int) FastMath.ceil(FastMath.log(0.02) / FastMath.log(a));
  }

  private static double held(double phi) {
    return FastMath.max(LOWEST_AR1, FastMath.min(HIGHEST_AR1, phi));
  }
}
