package io.thermograd.moments;

/**
 * <b>Definition.</b> Gaussian entropy of the updates' noise, Σ_j ½ln(2πe·lr²σ_j²).
 *
 * <p><b>Estimator.</b> σ̂_j² for σ_j², and the mean of ln lr over the rows: an update's entropy is
 * linear in ln lr, so this is the mean of the entropies of the epoch's updates.
 *
 * <p><b>Bias.</b> E ln σ̂² = ln σ² + ψ(ν/2) − ln(ν/2), ν = n − 1, is taken out: unbiased for
 * Gaussian noise.
 *
 * <p><b>Shape and units.</b> Nats, summed over the logged coordinates that vary.
 *
 * <p><b>Numerics.</b> ψ to 1e-13 (EstimatorsTest against scipy).
 *
 * <p><b>Edge cases.</b> Coordinates of zero variance are left out; n ≥ 2; SGD only.
 *
 * <p><b>Errors.</b> None is given: coordinates correlate, and their errors with them.
 */
final class WeightNoiseEntropy {
  private static final double LOG_TWO_PI_E = Math.log(2 * Math.PI) + 1;

  private WeightNoiseEntropy() {}

  static Estimate of(double[] variances, double logLr, long n) {
    double half = (n - 1) / 2.0;
    double bias = digamma(half) - Math.log(half);
    double sum = 0;
    int used = 0;
    for (double variance : variances) {
      if (variance > 0) {
        sum += Math.log(variance);
        used++;
      }
    }
    if (used == 0) {
      return Estimate.missing(Absence.ZERO_VARIANCE);
    }
    return Estimate.of((used * (LOG_TWO_PI_E + 2 * logLr - bias) + sum) / 2);
  }

  /**
   * ψ(x) for x > 0 to 1e-13 by its asymptotic series from 10 on. Hipparchus 4.0.2 has the sign of
   * the series' second term wrong, an error of 3e-9.
   */
  private static double digamma(double x) {
    double shift = 0;
    double y = x;
    for (; y < 10; y++) {
      shift -= 1 / y;
    }
    double inverse = 1 / (y * y);
    double tail = 1.0 / 252 - inverse * (1.0 / 240 - inverse / 132);
    double series = inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse * tail));
    return shift + Math.log(y) - 1 / (2 * y) - series;
  }
}
