package io.thermograd.decay;

import java.util.Optional;

/**
 * A weighted series to fit.
 *
 * @param t abscissa
 * @param h ordinate
 * @param rootWeight square root of each weight
 */
record Observations(double[] t, double[] h, double[] rootWeight) {

  /**
   * A straight line h ≈ intercept + slope t.
   *
   * @param intercept at t = 0
   * @param slope per unit of t
   */
  record Line(double intercept, double slope) {}

  int size() {
    return t.length;
  }

  Observations withOrdinate(double[] other) {
    return new Observations(t, other, rootWeight);
  }

  Observations withRootWeight(double[] other) {
    return new Observations(t, h, other);
  }

  /** The weighted straight line. */
  Line line() {
    double[] weight = new double[size()];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = rootWeight[i] * rootWeight[i];
    }
    return line(t, h, weight);
  }

  /**
   * The weighted straight line through ln h, over positive h (weights by the delta method); empty
   * with fewer than two of them.
   */
  Optional<Line> logLine() {
    int positive = 0;
    for (double value : h) {
      if (value > 0) {
        positive++;
      }
    }
    if (positive < 2) {
      return Optional.empty();
    }
    double[] x = new double[positive];
    double[] y = new double[positive];
    double[] weight = new double[positive];
    int k = 0;
    for (int i = 0; i < h.length; i++) {
      if (h[i] > 0) {
        x[k] = t[i];
        y[k] = Math.log(h[i]);
        weight[k] = Math.pow(h[i] * rootWeight[i], 2);
        k++;
      }
    }
    return Optional.of(line(x, y, weight));
  }

  private static Line line(double[] x, double[] y, double[] weight) {
    double w = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      w += weight[i];
      meanX += weight[i] * x[i];
      meanY += weight[i] * y[i];
    }
    meanX /= w;
    meanY /= w;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += weight[i] * (x[i] - meanX) * (x[i] - meanX);
      xy += weight[i] * (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = xx > 0 ? xy / xx : 0;
    return new Line(meanY - slope * meanX, slope);
  }
}
