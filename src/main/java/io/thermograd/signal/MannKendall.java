package io.thermograd.signal;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.util.FastMath;

/**
 * The Mann-Kendall trend test under independence, and after pre-whitening.
 *
 * <p><b>Definition.</b> z = (S − sign S)/√Var(S), S as in {@link KendallScore}, its variance
 * corrected for ties.
 *
 * <p><b>Estimator.</b> Pre-whitened: of w_t = y_t − φ y_{t−1}, φ the lag-1 autocorrelation of what
 * Theil-Sen's line leaves, corrected for its bias, so that a trend does not pass for correlation.
 *
 * <p><b>Bias.</b> Liberal under autocorrelation, less so pre-whitened; sizes in docs/numerics.md.
 * TFPW (Yue et al. 2002), which puts the whole slope back on whitened noise of smaller variance, is
 * no cross-check: its measured size is 23-91 %. {@link BlockBootstrapTrendTest} decides.
 *
 * <p><b>Shape and units.</b> z without unit; p two-sided.
 *
 * <p><b>Numerics.</b> S is exact; the normal distribution is Hipparchus's.
 *
 * <p><b>Edge cases.</b> A constant series has S = 0, z = 0 and p = 1.
 *
 * <p><b>Errors.</b> The normal limit is good from 10 points on.
 *
 * <p><b>Reference.</b> Mann 1945; Kendall 1975; von Storch 1995; Wang &amp; Swail 2001, J. Climate
 * 14:2204.
 *
 * @param score Kendall's S
 * @param z normal score
 * @param pValue two-sided
 */
public record MannKendall(long score, double z, double pValue) {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** The test for independent values. */
  public static MannKendall test(double[] y) {
    long score = KendallScore.of(y);
    if (score == 0) {
      return new MannKendall(0, 0, 1);
    }
    double z = (score - Long.signum(score)) / FastMath.sqrt(KendallScore.varianceIfIndependent(y));
    return new MannKendall(score, z, 2 * NORMAL.cumulativeProbability(-FastMath.abs(z)));
  }

  /** The test after pre-whitening. */
  public static MannKendall preWhitened(double[] x, double[] y) {
    return preWhitened(y, PostBlackenedBlocks.ar1AfterLine(TheilSen.fit(x, y).residuals(x, y)));
  }

  static MannKendall preWhitened(double[] y, double ar1) {
    double[] whitened = new double[y.length - 1];
    for (int t = 1; t < y.length; t++) {
      whitened[t - 1] = y[t] - ar1 * y[t - 1];
    }
    return test(whitened);
  }
}
