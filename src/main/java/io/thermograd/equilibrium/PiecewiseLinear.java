package io.thermograd.equilibrium;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The least-squares fit of straight lines to consecutive stretches of a curve, for every number of
 * stretches, by dynamic programming; lines needn't meet, so that a level shift is found too.
 */
final class PiecewiseLinear {
  /** A residual below this share of the curve's own variance is rounding. */
  private static final double ROUNDING = 1e-12;

  private final double[] x;
  private final double[] y;
  // Sums of 1 are the index itself.
  private final double meanY;
  private final double[] sumX;
  private final double[] sumY;
  private final double[] sumXx;
  private final double[] sumXy;
  private final double[] sumYy;

  /**
   * A fit.
   *
   * @param start index of each stretch's first point; the first is 0
   * @param bic Bayesian information criterion, comparable between fits of the same y
   */
  record Fit(int[] start, double bic) {}

  PiecewiseLinear(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    meanY = Arrays.stream(y).average().orElse(0);
    this.x = Arrays.stream(x).map(v -> v - meanX).toArray();
    this.y = Arrays.stream(y).map(v -> v - meanY).toArray();
    sumX = cumulated(this.x, this.x, 0);
    sumY = cumulated(this.y, this.x, 0);
    sumXx = cumulated(this.x, this.x, 1);
    sumXy = cumulated(this.y, this.x, 1);
    sumYy = cumulated(this.y, this.y, 1);
  }

  private static double[] cumulated(double[] a, double[] b, int power) {
    double[] sums = new double[a.length + 1];
    for (int i = 0; i < a.length; i++) {
      sums[i + 1] = sums[i] + (power == 0 ? a[i] : a[i] * b[i]);
    }
    return sums;
  }

  /**
   * The fit of least BIC with at most {@code maxPieces} stretches of at least {@code minLength}
   * points. The likelihood counts n/g points, g the statistical inefficiency of the residuals of
   * the richest fit: slow wandering would otherwise be cut into pieces.
   */
  Fit best(int maxPieces, int minLength) {
    List<int[]> starts = segmentations(Math.min(maxPieces, x.length / minLength), minLength);
    double total = Math.max(rss(0, x.length), sumYy[x.length]);
    if (!(total > 0)) {
      return new Fit(starts.get(0), Double.NEGATIVE_INFINITY);
    }
    double[] rest = residuals(starts.get(starts.size() - 1));
    double spread = Arrays.stream(rest).map(v -> v * v).sum();
    double g = spread > ROUNDING * total ? Autocorrelation.inefficiency(rest) : 1;
    double points = Math.max(x.length / g, Math.E);
    Fit best = null;
    for (int[] start : starts) {
      double rss = Arrays.stream(residuals(start)).map(v -> v * v).sum();
      double lack = points * Math.log(Math.max(rss, ROUNDING * total) / x.length);
      // Two coefficients a stretch and the places of the change points.
      double bic = lack + (3 * start.length - 1) * Math.log(points);
      if (best == null || bic < best.bic()) {
        best = new Fit(start, bic);
      }
    }
    if (best == null) {
      throw new IllegalStateException("No segmentation of " + x.length + " points");
    }
    return best;
  }

  /**
   * The largest bend, over the stretches from point {@code from} on: the r.m.s. distance of a
   * stretch's own line from the one line through all points from there. Noise about the lines,
   * white or not, is no bend.
   */
  double worstBend(int from, int[] start) {
    double slope = slope(from, x.length);
    double level = level(from, x.length, slope);
    double worst = 0;
    for (int k = 0; k < start.length; k++) {
      if (start[k] >= from) {
        int end = k + 1 < start.length ? start[k + 1] : x.length;
        double ownSlope = slope(start[k], end);
        double ownLevel = level(start[k], end, ownSlope);
        double squares = 0;
        for (int i = start[k]; i < end; i++) {
          double apart = ownLevel - level + (ownSlope - slope) * x[i];
          squares += apart * apart;
        }
        worst = Math.max(worst, Math.sqrt(squares / (end - start[k])));
      }
    }
    return worst;
  }

  /** Value at a point of the one line through all points from {@code from}. */
  double line(int from, int point) {
    double slope = slope(from, x.length);
    return meanY + level(from, x.length, slope) + slope * x[point];
  }

  private List<int[]> segmentations(int maxPieces, int minLength) {
    int n = x.length;
    double[] cost = new double[n + 1];
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    cost[0] = 0;
    List<int[]> cuts = new ArrayList<>();
    List<int[]> found = new ArrayList<>();
    for (int pieces = 1; pieces <= Math.max(1, maxPieces); pieces++) {
      double[] next = new double[n + 1];
      int[] cut = new int[n + 1];
      Arrays.fill(next, Double.POSITIVE_INFINITY);
      for (int end = pieces * minLength; end <= n; end++) {
        for (int begin = (pieces - 1) * minLength; begin <= end - minLength; begin++) {
          double candidate = cost[begin] + rss(begin, end);
          if (candidate < next[end]) {
            next[end] = candidate;
            cut[end] = begin;
          }
        }
      }
      cost = next;
      cuts.add(cut);
      found.add(traced(cuts, n));
    }
    return found;
  }

  private static int[] traced(List<int[]> cuts, int n) {
    int[] start = new int[cuts.size()];
    int end = n;
    for (int k = cuts.size() - 1; k >= 0; k--) {
      end = cuts.get(k)[end];
      start[k] = end;
    }
    return start;
  }

  private double slope(int begin, int end) {
    double n = (double) end - begin;
    double meanX = (sumX[end] - sumX[begin]) / n;
    double xx = sumXx[end] - sumXx[begin] - n * meanX * meanX;
    double xy = sumXy[end] - sumXy[begin] - meanX * (sumY[end] - sumY[begin]);
    return xx > 0 ? xy / xx : 0;
  }

  private double level(int begin, int end, double slope) {
    return (sumY[end] - sumY[begin] - slope * (sumX[end] - sumX[begin])) / (end - begin);
  }

  private double rss(int begin, int end) {
    double n = (double) end - begin;
    double meanX = (sumX[end] - sumX[begin]) / n;
    double meanY = (sumY[end] - sumY[begin]) / n;
    double yy = sumYy[end] - sumYy[begin] - n * meanY * meanY;
    double xy = sumXy[end] - sumXy[begin] - n * meanX * meanY;
    return Math.max(0, yy - slope(begin, end) * xy);
  }

  private double[] residuals(int[] start) {
    double[] rest = new double[x.length];
    for (int k = 0; k < start.length; k++) {
      int end = k + 1 < start.length ? start[k + 1] : x.length;
      double slope = slope(start[k], end);
      double level = level(start[k], end, slope);
      for (int i = start[k]; i < end; i++) {
        rest[i] = y[i] - level - slope * x[i];
      }
    }
    return rest;
  }
}
