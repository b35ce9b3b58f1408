package io.thermograd.signal;

import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * The Ljung-Box test of a series for whiteness.
 *
 * <p><b>Definition.</b> Q = n(n + 2) Σ_{k=1..h} ρ̂(k)²/(n − k), against χ²(h).
 *
 * <p><b>Estimator.</b> ρ̂ as in {@link Autocorrelation}.
 *
 * <p><b>Bias.</b> Assumes that nothing but a mean was fitted: h would lose a degree of freedom for
 * every parameter of a model of the dependence.
 *
 * <p><b>Shape and units.</b> Q without unit; p upper tail.
 *
 * <p><b>Numerics.</b> The distribution is Hipparchus's.
 *
 * <p><b>Edge cases.</b> A constant series is white (Q = 0); h from 1 to n − 1.
 *
 * <p><b>Errors.</b> Good for h well under n and tails with a variance.
 *
 * <p><b>Reference.</b> Ljung &amp; Box 1978, Biometrika 65:297.
 *
 * @param statistic Q
 * @param lags h
 * @param pValue that white noise gives as large a Q
 */
public record LjungBox(double statistic, int lags, double pValue) {

  /** Tests the first lags. */
  public static LjungBox test(double[] y, int lags) {
    double n = y.length;
    double sum = 0;
    for (int k = 1; k <= lags; k++) {
      double rho = Autocorrelation.at(y, k);
      sum += rho * rho / (n - k);
    }
    return of(n * (n + 2) * sum, lags);
  }

  static LjungBox of(double statistic, int lags) {
    double below = new ChiSquaredDistribution(lags).cumulativeProbability(statistic);
    return new LjungBox(statistic, lags, 1 - below);
  }
}
