package io.thermograd.equilibrium;

import org.hipparchus.special.Gamma;

/**
 * Sandwich standard errors of a gamma fit to a correlated series.
 *
 * @param shapeSe of ν
 * @param rateSe of β
 * @param batches behind them
 */
record ScoreCovariance(double shapeSe, double rateSe, int batches) {

  private static final double LEAST_BATCHES = 10;

  /** In units of the inefficiency; batch means then miss about a twentieth of the variance. */
  private static final double LEAST_LENGTH = 10;

  /** Longer than √N: the bias falls with the length, and t quantiles pay for fewer batches. */
  private static final double LENGTH_POWER = 0.6;

  /**
   * The standard errors.
   *
   * @param heights in the order of time
   * @param law their maximum likelihood fit
   * @param inefficiency how many of them make an independent one
   */
  static ScoreCovariance of(double[] heights, GammaLaw law, double inefficiency) {
    int n = heights.length;
    double wished = Math.max(Math.pow(n, LENGTH_POWER), LEAST_LENGTH * inefficiency);
    int length = (int) Math.max(1, Math.min(Math.ceil(wished), Math.floor(n / LEAST_BATCHES)));
    int batches = n / length;
    double[][] longRun = longRun(heights, law, length, batches);
    double shape = law.shape();
    double rate = law.rate();
    // The information per visit is [[ψ'(ν), −1/β], [−1/β, ν/β²]].
    double trigamma = Gamma.trigamma(shape);
    double determinant = law.trigammaExcess() / (rate * rate);
    double[] shapeRow = {shape / (rate * rate) / determinant, 1 / rate / determinant};
    double[] rateRow = {1 / rate / determinant, trigamma / determinant};
    return new ScoreCovariance(
        Math.sqrt(form(shapeRow, longRun) / n), Math.sqrt(form(rateRow, longRun) / n), batches);
  }

  private static double[][] longRun(double[] heights, GammaLaw law, int length, int batches) {
    double digamma = Gamma.digamma(law.shape());
    double logRate = Math.log(law.rate());
    double[][] sums = new double[2][batches];
    for (int k = 0; k < batches; k++) {
      for (int i = k * length; i < (k + 1) * length; i++) {
        sums[0][k] += Math.log(heights[i]) + logRate - digamma;
        sums[1][k] += law.shape() / law.rate() - heights[i];
      }
    }
    double[] means = {GammaLaw.mean(sums[0]), GammaLaw.mean(sums[1])};
    double[][] covariance = new double[2][2];
    for (int k = 0; k < batches; k++) {
      for (int r = 0; r < 2; r++) {
        for (int c = 0; c < 2; c++) {
          covariance[r][c] += (sums[r][k] - means[r]) * (sums[c][k] - means[c]);
        }
      }
    }
    double scale = 1.0 / ((batches - 1.0) * length);
    for (double[] row : covariance) {
      row[0] *= scale;
      row[1] *= scale;
    }
    return covariance;
  }

  private static double form(double[] row, double[][] matrix) {
    return row[0] * row[0] * matrix[0][0]
        + 2 * row[0] * row[1] * matrix[0][1]
        + row[1] * row[1] * matrix[1][1];
  }
}
