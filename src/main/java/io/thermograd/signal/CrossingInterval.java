package io.thermograd.signal;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * Where a crossing may as well lie.
 *
 * <p><b>Definition.</b> All x about the crossing at which the smoothed ln(SNR/level) isn't
 * significantly off 0 on either side: the pointwise test at 5 % turned round, as Fieller did with
 * straight lines.
 *
 * <p><b>Estimator.</b> A side is left where the running median is over t·s beyond the level; the
 * place is interpolated. s² = v(φ)σ², v(φ) the variance of the median of five values of a Gaussian
 * AR(1) of variance 1. σ² and φ come from second differences, which no straight stretch enters and
 * a bend only once: y(i−k) − 2y(i) + y(i+k) has the variance σ²(6 − 8φ^k + 2φ^2k). Their lowest
 * nine tenths are averaged; σ² over the n/6 points to either side (at least {@value #LEAST_REACH},
 * at most {@value #MOST_REACH}), 0 ≤ φ ≤ 0.9 from k = 1 and 2 over the whole log; t is Student's
 * with 0.7(m − 2) degrees for m points.
 *
 * <p><b>Bias.</b> Where a bend or peak lies within two points the median is off by it. φ has a
 * large error in logs of under a hundred points: at φ of 0.6 and above the interval is too narrow
 * there (docs/numerics.md).
 *
 * <p><b>Shape and units.</b> Ends on x = ln(epoch + 1), around the crossing.
 *
 * <p><b>Edge cases.</b> The log begins or stops first: that end is open (null). Under {@value
 * #LEAST_POINTS} points: both.
 *
 * <p><b>Errors.</b> That a crossing lasts is taken as known.
 *
 * <p><b>Reference.</b> Fieller 1954, J. R. Statist. Soc. B 16; Gasser, Sroka &amp; Jennen-Steinmetz
 * 1986, Biometrika 73 (variance from second differences).
 */
final class CrossingInterval {
  private static final int LEAST_REACH = 6;
  private static final int MOST_REACH = 12;
  private static final int LEAST_POINTS = 8;
  private static final double UPPER = 0.975;
  private static final double HIGHEST_AR1 = 0.9;
  private static final double KEPT = 0.9;
  // The mean of χ² of one degree below its quantile of 0.9.
  private static final double MEAN_OF_KEPT = 0.623;
  private static final double TENTH = 0.1;
  // v at φ = 0, 0.1, ..., 0.9: means over 3,000,000 draws; 0.2868 is exact at 0.
  private static final double[] MEDIAN_VARIANCE = {
    0.2868, 0.318, 0.3554, 0.4004, 0.4532, 0.5178, 0.5907, 0.6774, 0.7751, 0.8824
  };

  private final double[] x;
  private final double[] curve;
  private final int at;
  private final double before;
  private final double margin;

  /** An interval on x, an end that the log doesn't set being null. */
  record Ends(@Nullable Double low, @Nullable Double high) {}

  private CrossingInterval(double[] x, double[] curve, int at, double margin) {
    this.x = x;
    this.curve = curve;
    this.at = at;
    this.before = curve[at] >= 0 ? -1 : 1;
    this.margin = margin;
  }

  /**
   * The interval of one crossing.
   *
   * @param curve the cells' running median
   * @param at the first cell on the crossing's far side
   */
  static Ends of(LogTimeCells cells, double[] curve, int at) {
    int reach = FastMath.max(LEAST_REACH, FastMath.min(MOST_REACH, cells.size() / 6));
    int from = FastMath.max(0, at - reach);
    int to = FastMath.min(cells.size(), at + reach);
    if (to - from < LEAST_POINTS) {
      return new Ends(null, null);
    }
    double margin = margin(cells, from, to);
    CrossingInterval interval = new CrossingInterval(cells.x(), curve, at, margin);
    return new Ends(interval.low(), interval.high());
  }

  private static double margin(LogTimeCells cells, int from, int to) {
    double ar1 = ar1(cells);
    double variance = secondDifference(cells, from, to, 1) / (6 - 8 * ar1 + 2 * ar1 * ar1);
    int below = (int) FastMath.min(MEDIAN_VARIANCE.length - 2, ar1 / TENTH);
    double share = ar1 / TENTH - below;
    double ofMedian = MEDIAN_VARIANCE[below] * (1 - share) + MEDIAN_VARIANCE[below + 1] * share;
    double quantile =
        new TDistribution(FastMath.max(3, 0.7 * (to - from - 2)))
            .inverseCumulativeProbability(UPPER);
    return quantile * FastMath.sqrt(variance * ofMedian);
  }

  /** φ from the ratio of second differences over two steps to those over one: 1 at 0, rising. */
  private static double ar1(LogTimeCells cells) {
    double ratio =
        secondDifference(cells, 0, cells.size(), 2) / secondDifference(cells, 0, cells.size(), 1);
    double low = 0;
    double high = HIGHEST_AR1;
    // No number (a course without noise) leaves φ at 0.
    while (high - low > 1e-3) {
      double middle = (low + high) / 2;
      boolean above = ratio > (1 + middle) * (3 - middle * middle) / (3 - middle);
      low = above ? middle : low;
      high = above ? high : middle;
    }
    return low;
  }

  /** Between points at uneven distances: from the line through the outer two, on the same scale. */
  private static double secondDifference(LogTimeCells cells, int from, int to, int step) {
    double[] squares = new double[to - from - 2 * step];
    for (int i = 0; i < squares.length; i++) {
      int first = from + i;
      int last = first + 2 * step;
      double[] x = cells.x();
      double[] y = cells.y();
      double ofFirst = (x[last] - x[first + step]) / (x[last] - x[first]);
      double ofLast = 1 - ofFirst;
      double difference = ofFirst * y[first] + ofLast * y[last] - y[first + step];
      squares[i] = 6 * difference * difference / (1 + ofFirst * ofFirst + ofLast * ofLast);
    }
    Arrays.sort(squares);
    int kept = (int) FastMath.ceil(KEPT * squares.length);
    return StatUtils.mean(squares, 0, kept) / MEAN_OF_KEPT;
  }

  private @Nullable Double low() {
    for (int k = at - 1; k >= 0; k--) {
      if (before * curve[k] > margin) {
        return between(k, k + 1, before * margin);
      }
    }
    return null;
  }

  private @Nullable Double high() {
    for (int k = at; k < x.length; k++) {
      if (before * curve[k] < -margin) {
        return between(k - 1, k, -before * margin);
      }
    }
    return null;
  }

  private double between(int left, int right, double height) {
    double share = (curve[left] - height) / (curve[left] - curve[right]);
    return x[left] + share * (x[right] - x[left]);
  }
}
