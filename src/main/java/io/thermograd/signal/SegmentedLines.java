package io.thermograd.signal;

import java.util.Arrays;
import org.hipparchus.util.FastMath;

/**
 * The best cuts of a series into stretches with a straight line each, for every number of
 * stretches.
 *
 * <p><b>Definition.</b> The cuts that minimise the sum of squared residuals of one least-squares
 * line per stretch of at least {@value #LEAST_LENGTH} points.
 *
 * <p><b>Estimator.</b> Dynamic programming over the last cut: the exact optimum, O(m n²).
 *
 * <p><b>Bias.</b> The residual sum falls with the number of stretches: the caller's criterion pays
 * it.
 *
 * <p><b>Shape and units.</b> Squares of y.
 *
 * <p><b>Numerics.</b> Prefix sums of centred x and y; sums of squares below 0 by rounding are 0.
 *
 * <p><b>Edge cases.</b> A number of stretches that doesn't fit has an infinite sum.
 *
 * <p><b>Errors.</b> None: exact but for rounding.
 *
 * <p><b>Reference.</b> Bellman &amp; Roth 1969, JASA 64:1079.
 */
final class SegmentedLines {
  static final int LEAST_LENGTH = 6;

  private final double[] x;
  private final double[] y;
  private final double[][] sums;
  private final double[][] best;
  private final int[][] cut;

  SegmentedLines(double[] x, double[] y, int most) {
    this.x = centred(x);
    this.y = centred(y);
    int n = x.length;
    sums = prefixSums(this.x, this.y);
    best = new double[most + 1][n + 1];
    cut = new int[most + 1][n + 1];
    for (double[] row : best) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    best[0][0] = 0;
    for (int m = 1; m <= most; m++) {
      for (int to = m * LEAST_LENGTH; to <= n; to++) {
        extend(m, to);
      }
    }
  }

  private void extend(int m, int to) {
    for (int from = (m - 1) * LEAST_LENGTH; from <= to - LEAST_LENGTH; from++) {
      double before = best[m - 1][from];
      if (before < best[m][to]) {
        double total = before + squares(from, to);
        if (total < best[m][to]) {
          best[m][to] = total;
          cut[m][to] = from;
        }
      }
    }
  }

  /** The least sum of squares with m stretches. */
  double squares(int m) {
    return best[m][x.length];
  }

  /** The first points of the second to the last of m stretches. */
  int[] cuts(int m) {
    int[] cuts = new int[m - 1];
    int to = x.length;
    for (int k = m; k > 1; k--) {
      to = cut[k][to];
      cuts[k - 2] = to;
    }
    return cuts;
  }

  /** The lines' values with m stretches, about the mean of y. */
  double[] fitted(int m) {
    double[] fitted = new double[x.length];
    int to = x.length;
    for (int k = m; k >= 1; k--) {
      int from = cut[k][to];
      double n = to - from;
      double meanX = between(0, from, to) / n;
      double meanY = between(1, from, to) / n;
      double slope =
          (between(3, from, to) - n * meanX * meanY) / (between(2, from, to) - n * meanX * meanX);
      for (int i = from; i < to; i++) {
        fitted[i] = meanY + slope * (x[i] - meanX);
      }
      to = from;
    }
    return fitted;
  }

  /** What the lines leave with m stretches. */
  double[] residuals(int m) {
    double[] residuals = fitted(m);
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] = y[i] - residuals[i];
    }
    return residuals;
  }

  private double squares(int from, int to) {
    double n = to - from;
    double sumX = between(0, from, to);
    double sumY = between(1, from, to);
    double xx = between(2, from, to) - sumX * sumX / n;
    double xy = between(3, from, to) - sumX * sumY / n;
    double yy = between(4, from, to) - sumY * sumY / n;
    return FastMath.max(0, yy - xy * xy / xx);
  }

  private double between(int power, int from, int to) {
    return sums[power][to] - sums[power][from];
  }

  private static double[][] prefixSums(double[] x, double[] y) {
    double[][] sums = new double[5][x.length + 1];
    for (int i = 0; i < x.length; i++) {
      double[] terms = {x[i], y[i], x[i] * x[i], x[i] * y[i], y[i] * y[i]};
      for (int k = 0; k < terms.length; k++) {
        sums[k][i + 1] = sums[k][i] + terms[k];
      }
    }
    return sums;
  }

  private static double[] centred(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(v -> v - mean).toArray();
  }
}
