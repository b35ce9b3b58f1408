package io.thermograd.signal;

import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.regression.SimpleRegression;
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
 * place is interpolated. s² = v(φ)σ²: σ² and the lag-1 autocorrelation φ ≥ 0 are those of the
 * residuals from a least squares line through the n/6 points to either side (at least {@value
 * #LEAST_REACH}, at most {@value #MOST_REACH}), both corrected for what the line takes off them,
 * v(φ) is the variance of the median of five values of a Gaussian AR(1) of variance 1; t is
 * Student's with (m − 2)(1 − φ²)/(1 + φ²) degrees for m points.
 *
 * <p><b>Bias.</b> A bent course has residuals from the line: the interval is too wide then. At φ
 * above about 0.6 it is somewhat too narrow, φ having few points to be seen in: docs/numerics.md
 * has the coverage.
 *
 * <p><b>Shape and units.</b> Ends on x = ln(epoch + 1), around the crossing.
 *
 * <p><b>Edge cases.</b> The log begins or stops first: that end is open (null). Under {@value
 * #LEAST_POINTS} points: both.
 *
 * <p><b>Errors.</b> That a crossing lasts is taken as known.
 *
 * <p><b>Reference.</b> Fieller 1954, J. R. Statist. Soc. B 16; Marriott &amp; Pope 1954 (bias of
 * φ).
 */
final class CrossingInterval {
  private static final int LEAST_REACH = 6;
  private static final int MOST_REACH = 12;
  private static final int LEAST_POINTS = 8;
  private static final double UPPER = 0.975;
  private static final double HIGHEST_AR1 = 0.95;
  // v at φ = 0, 0.1, ..., 0.9 and 0.95: means over 3,000,000 draws; 0.2868 is exact at 0.
  private static final double[] MEDIAN_VARIANCE = {
    0.2868, 0.318, 0.3554, 0.4004, 0.4532, 0.5178, 0.5907, 0.6774, 0.7751, 0.8824, 0.9396
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
    int m = to - from;
    SimpleRegression line = new SimpleRegression();
    for (int i = from; i < to; i++) {
      line.addData(cells.x()[i], cells.y()[i]);
    }
    double[] residuals = new double[m];
    double squares = 0;
    for (int i = 0; i < m; i++) {
      residuals[i] = cells.y()[from + i] - line.predict(cells.x()[from + i]);
      squares += residuals[i] * residuals[i];
    }
    if (squares == 0) {
      return 0;
    }
    double ar1 =
        FastMath.max(0, FastMath.min(HIGHEST_AR1, PostBlackenedBlocks.ar1AfterLine(residuals)));
    double taken = 2 * ((1 + ar1) / (1 - ar1) - 1) / m;
    double variance = squares / (m - 2) / FastMath.max(0.2, 1 - taken) * medianVariance(ar1);
    double degrees = FastMath.max(2, (m - 2) * (1 - ar1 * ar1) / (1 + ar1 * ar1));
    return FastMath.sqrt(variance) * new TDistribution(degrees).inverseCumulativeProbability(UPPER);
  }

  private static double medianVariance(double ar1) {
    int below = (int) FastMath.min(9, ar1 * 10);
    double width = below == 9 ? 0.05 : 0.1;
    double share = (ar1 - below * 0.1) / width;
    return MEDIAN_VARIANCE[below] * (1 - share) + MEDIAN_VARIANCE[below + 1] * share;
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
