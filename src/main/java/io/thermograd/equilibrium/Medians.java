package io.thermograd.equilibrium;

import java.util.Arrays;
import org.hipparchus.util.KthSelector;

/**
 * Location and scale that outliers don't move, and the removal of outliers by them. Median and
 * scale reorder or overwrite what they are given: it may be as long as a run.
 */
final class Medians {
  /** Makes the median absolute deviation of Gaussian values their standard deviation. */
  private static final double GAUSSIAN = 1.4826;

  private static final int HALF_WIDTH = 3;
  private static final double OUTLYING = 3;

  private Medians() {}

  static double median(double[] x) {
    KthSelector selector = new KthSelector();
    double lower = selector.select(x, null, (x.length - 1) / 2);
    double upper = selector.select(x, null, x.length / 2);
    return lower + 0.5 * (upper - lower);
  }

  /** 1.4826 times the median absolute deviation from the median. */
  static double scale(double[] x) {
    double centre = median(x);
    Arrays.setAll(x, i -> Math.abs(x[i] - centre));
    return GAUSSIAN * median(x);
  }

  /**
   * Hampel's filter: a value over three robust s.d. from the median of its seven neighbours becomes
   * that median, so that a spike of one or two values is no change point.
   */
  static double[] withoutSpikes(double[] x) {
    double[] filtered = x.clone();
    for (int i = 0; i < x.length; i++) {
      double[] near =
          Arrays.copyOfRange(
              x, Math.max(0, i - HALF_WIDTH), Math.min(x.length, i + HALF_WIDTH + 1));
      double centre = median(near);
      if (Math.abs(x[i] - centre) > OUTLYING * scale(near)) {
        filtered[i] = centre;
      }
    }
    return filtered;
  }
}
