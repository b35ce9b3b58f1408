package io.thermograd.signal;

import org.hipparchus.stat.StatUtils;

/**
 * The autocorrelation of a series.
 *
 * <p><b>Definition.</b> ρ(k) = Σ_{t&gt;k} (y_t − ȳ)(y_{t−k} − ȳ) / Σ_t (y_t − ȳ)².
 *
 * <p><b>Estimator.</b> As defined, O(n) per lag.
 *
 * <p><b>Bias.</b> −(1 + 3ρ)/n around a fitted mean, −(2 + 4ρ)/n around a fitted line, at lag 1 of
 * an AR(1) series: the callers correct it, for only they know what was fitted.
 *
 * <p><b>Shape and units.</b> In [−1, 1].
 *
 * <p><b>Numerics.</b> Two passes: the mean first.
 *
 * <p><b>Edge cases.</b> A series without variance gives 0: nothing in it depends on its past.
 *
 * <p><b>Errors.</b> 1/√n without correlation.
 *
 * <p><b>Reference.</b> Kendall 1954, Biometrika 41:403; Marriott &amp; Pope 1954.
 */
public final class Autocorrelation {
  private Autocorrelation() {}

  /** ρ at one lag from 1 to n − 1. */
  public static double at(double[] y, int lag) {
    if (lag < 1 || lag >= y.length) {
      throw new IllegalArgumentException(
          "Invalid lag: " + lag + " (must be 1 to " + (y.length - 1) + ")");
    }
    double mean = StatUtils.mean(y);
    double squares = 0;
    double products = 0;
    for (int t = 0; t < y.length; t++) {
      double value = y[t] - mean;
      squares += value * value;
      if (t >= lag) {
        products += value * (y[t - lag] - mean);
      }
    }
    return squares > 0 ? products / squares : 0;
  }
}
