package io.thermograd.moments;

/**
 * <b>Definition.</b> Mean over the coordinates of G_j²/σ_j².
 *
 * <p><b>Estimator.</b> (n−3)/(n−1)·mean(ḡ_j²/σ̂_j²) − (1−f)/n.
 *
 * <p><b>Bias.</b> None for Gaussian noise.
 *
 * <p><b>Shape and units.</b> Dimensionless, over the logged coordinates.
 *
 * <p><b>Edge cases.</b> n ≥ 4. Coordinates of zero variance are left out.
 *
 * <p><b>Errors.</b> None is given: coordinates correlate, and their errors with them.
 *
 * <p><b>Reference.</b> Liu et al. 2020 (2001.07384).
 */
final class Gsnr {
  private Gsnr() {}

  static Estimate of(double[] mean, double[] variances, long n, double fraction) {
    if (n < 4) {
      return Estimate.missing(Absence.FEW_BATCHES);
    }
    double sum = 0;
    int used = 0;
    for (int j = 0; j < mean.length; j++) {
      if (variances[j] > 0) {
        sum += mean[j] * mean[j] / variances[j];
        used++;
      }
    }
    if (used == 0) {
      return Estimate.missing(Absence.ZERO_VARIANCE);
    }
    return Estimate.of((n - 3.0) / (n - 1.0) * sum / used - (1 - fraction) / n);
  }
}
