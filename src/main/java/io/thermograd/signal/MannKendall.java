package io.thermograd.signal;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.util.FastMath;

/**
 * The Mann-Kendall trend test under independence, and after trend-free pre-whitening.
 *
 * <p><b>Definition.</b> z = (S − sign S)/√Var(S), S as in {@link KendallScore}, its variance
 * corrected for ties.
 *
 * <p><b>Estimator.</b> TFPW takes Theil-Sen's line out, the lag-1 autocorrelation r out of what is
 * left, puts the line back and tests.
 *
 * <p><b>Bias.</b> Liberal under autocorrelation, TFPW too (docs/numerics.md has its measured size):
 * {@link BlockBootstrapTrendTest} decides, this is its cross-check.
 *
 * <p><b>Shape and units.</b> z without unit; p two-sided.
 *
 * <p><b>Numerics.</b> S is exact; the normal distribution is Hipparchus's.
 *
 * <p><b>Edge cases.</b> A constant series has S = 0, z = 0 and p = 1.
 *
 * <p><b>Errors.</b> The normal limit is good from 10 points on.
 *
 * <p><b>Reference.</b> Mann 1945; Kendall 1975; Yue et al. 2002, Hydrol. Process. 16:1807.
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

  /** The test after trend-free pre-whitening. */
  public static MannKendall trendFreePreWhitened(double[] x, double[] y) {
    return trendFreePreWhitened(x, y, TheilSen.fit(x, y));
  }

  static MannKendall trendFreePreWhitened(double[] x, double[] y, TheilSen line) {
    double[] residuals = line.residuals(x, y);
    double ar1 = Autocorrelation.at(residuals, 1);
    double[] whitened = new double[y.length - 1];
    for (int t = 1; t < y.length; t++) {
      whitened[t - 1] = residuals[t] - ar1 * residuals[t - 1] + line.slope() * x[t];
    }
    return test(whitened);
  }
}
