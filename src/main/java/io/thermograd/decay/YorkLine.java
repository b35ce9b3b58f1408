package io.thermograd.decay;

import java.util.List;

/**
 * One pass of York's equations for a line through points with errors on both sides.
 *
 * @param slope improved
 * @param intercept of the line
 * @param slopeError standard error
 * @param interceptError standard error
 * @param adjustedMean weighted mean of the adjusted abscissas, where slope and height don't
 *     correlate
 * @param chiSquared weighted sum of squares about the line
 */
record YorkLine(
    double slope,
    double intercept,
    double slopeError,
    double interceptError,
    double adjustedMean,
    double chiSquared) {

  static YorkLine improved(List<TheoryCheck.Point> points, double slope) {
    int n = points.size();
    double[] w = new double[n];
    double sum = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      TheoryCheck.Point point = points.get(i);
      double error = Math.hypot(point.observedError(), slope * point.predictedError());
      w[i] = 1 / (error * error);
      sum += w[i];
      meanX += w[i] * point.predicted();
      meanY += w[i] * point.observed();
    }
    meanX /= sum;
    meanY /= sum;
    double numerator = 0;
    double denominator = 0;
    double[] beta = new double[n];
    for (int i = 0; i < n; i++) {
      TheoryCheck.Point point = points.get(i);
      double u = point.predicted() - meanX;
      double v = point.observed() - meanY;
      beta[i] =
          w[i]
              * (u * point.observedError() * point.observedError()
                  + slope * v * point.predictedError() * point.predictedError());
      numerator += w[i] * beta[i] * v;
      denominator += w[i] * beta[i] * u;
    }
    double improved = numerator / denominator;
    return finished(points, w, beta, new double[] {meanX, meanY, improved});
  }

  private static YorkLine finished(
      List<TheoryCheck.Point> points, double[] w, double[] beta, double[] line) {
    double slope = line[2];
    double intercept = line[1] - slope * line[0];
    double sum = 0;
    double adjusted = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i];
      adjusted += w[i] * beta[i];
    }
    adjusted = adjusted / sum;
    double spread = 0;
    double chiSquared = 0;
    for (int i = 0; i < w.length; i++) {
      TheoryCheck.Point point = points.get(i);
      spread += w[i] * (beta[i] - adjusted) * (beta[i] - adjusted);
      double residual = point.observed() - intercept - slope * point.predicted();
      chiSquared += w[i] * residual * residual;
    }
    double mean = line[0] + adjusted;
    return new YorkLine(
        slope,
        intercept,
        1 / Math.sqrt(spread),
        Math.sqrt(1 / sum + mean * mean / spread),
        mean,
        chiSquared);
  }
}
