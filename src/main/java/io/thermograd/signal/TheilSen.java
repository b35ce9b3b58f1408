package io.thermograd.signal;

import java.util.Arrays;
import org.hipparchus.util.FastMath;

/**
 * The Theil-Sen line through a series.
 *
 * <p><b>Definition.</b> The slope is the median of (y_j − y_i)/(x_j − x_i) over all pairs; the
 * intercept is the median of y − slope·x.
 *
 * <p><b>Estimator.</b> All pairs, O(n²), up to {@value #MAX_POINTS} points; a longer series goes
 * through {@link LogTimeCells} or another thinning first.
 *
 * <p><b>Bias.</b> None for errors whose differences are symmetric; breakdown point 29 %.
 *
 * <p><b>Shape and units.</b> Slope in y per x.
 *
 * <p><b>Numerics.</b> Rounding of one subtraction and one division per pair.
 *
 * <p><b>Edge cases.</b> At least 2 points, x strictly increasing, all finite: else an exception,
 * for the caller decides what a series is.
 *
 * <p><b>Errors.</b> The interval is made of the slopes' order statistics where |S| reaches the
 * critical value of the caller's test: Sen's interval, with the null distribution of that test.
 *
 * <p><b>Reference.</b> Theil 1950; Sen 1968, JASA 63:1379.
 *
 * @param slope median of the pairwise slopes
 * @param intercept median of the residuals at x = 0
 */
public record TheilSen(double slope, double intercept) {
  /** Most points of which all pairs are formed: 2 million slopes, 16 MB. */
  public static final int MAX_POINTS = 2048;

  /** Fits the line. */
  public static TheilSen fit(double[] x, double[] y) {
    return fit(x, y, sortedSlopes(x, y));
  }

  static TheilSen fit(double[] x, double[] y, double[] sortedSlopes) {
    double slope = medianOfSorted(sortedSlopes);
    return new TheilSen(slope, medianOf(residuals(x, y, slope, 0)));
  }

  /** What the line leaves. */
  public double[] residuals(double[] x, double[] y) {
    return residuals(x, y, slope, intercept);
  }

  /** All pairwise slopes, ascending. */
  static double[] sortedSlopes(double[] x, double[] y) {
    requireSeries(x, y);
    int n = x.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int k = 0;
    for (int j = 1; j < n; j++) {
      for (int i = 0; i < j; i++) {
        slopes[k++] = (y[j] - y[i]) / (x[j] - x[i]);
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  /** Sen's interval: the slopes that a test of S with this critical value doesn't reject. */
  static double[] interval(double[] sortedSlopes, double criticalScore) {
    int pairs = sortedSlopes.length;
    int low = (int) FastMath.floor((pairs - criticalScore) / 2);
    int index = FastMath.min(FastMath.max(low, 0), (pairs - 1) / 2);
    return new double[] {sortedSlopes[index], sortedSlopes[pairs - 1 - index]};
  }

  static double medianOf(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return medianOfSorted(copy);
  }

  private static double medianOfSorted(double[] sorted) {
    int n = sorted.length;
    int middle = n / 2;
    return n % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }

  private static double[] residuals(double[] x, double[] y, double slope, double intercept) {
    double[] residuals = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      residuals[i] = y[i] - slope * x[i] - intercept;
    }
    return residuals;
  }

  private static void requireSeries(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Invalid series: " + x.length + " x and " + y.length + " y");
    }
    if (x.length < 2 || x.length > MAX_POINTS) {
      throw new IllegalArgumentException(
          "Invalid series: " + x.length + " points (must be 2 to " + MAX_POINTS + ")");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
        throw new IllegalArgumentException("Invalid series: not finite at " + i);
      }
      if (i > 0 && x[i] <= x[i - 1]) {
        throw new IllegalArgumentException("Invalid series: x not strictly increasing at " + i);
      }
    }
  }
}
