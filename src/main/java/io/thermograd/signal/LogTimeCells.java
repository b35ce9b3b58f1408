package io.thermograd.signal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.util.FastMath;

/**
 * A series on x = ln(epoch + 1), pooled so that no stretch of log time counts more than another.
 *
 * <p><b>Definition.</b> The range of x is cut into equal cells; a cell that holds epochs becomes
 * one point: the mean x, the median value, the lower middle epoch.
 *
 * <p><b>Estimator.</b> As defined. Logs often end in a burst of consecutive epochs (real runs: 40
 * within 0.5 % of the last): unpooled, a burst weighs as much as a decade.
 *
 * <p><b>Bias.</b> A median of positive skewed values lies under their mean.
 *
 * <p><b>Shape and units.</b> At most the given number of points, x strictly increasing.
 *
 * <p><b>Numerics.</b> log1p.
 *
 * <p><b>Edge cases.</b> No epochs give no cells; one epoch gives one.
 *
 * <p><b>Errors.</b> Pooled points have less noise than single ones, which the trend test (it ranks)
 * takes well.
 *
 * <p><b>Reference.</b> None: the project's own.
 *
 * @param epoch of each point
 * @param x of each point, ln(epoch + 1)
 * @param y of each point
 */
record LogTimeCells(int[] epoch, double[] x, double[] y) {
  /** Most points a trend needs: beyond, more epochs are pooled, not more pairs formed. */
  static final int MAX_CELLS = 512;

  /** Points to either side that the running median sees. */
  static final int SMOOTHING_REACH = 2;

  /** Pools into as many cells as there are epochs, up to {@value #MAX_CELLS}. */
  static LogTimeCells of(int[] epoch, double[] values) {
    return of(epoch, values, FastMath.min(epoch.length, MAX_CELLS));
  }

  static LogTimeCells of(int[] epoch, double[] values, int cells) {
    int n = epoch.length;
    if (n == 0) {
      return new LogTimeCells(new int[0], new double[0], new double[0]);
    }
    double[] x = IntStream.of(epoch).mapToDouble(FastMath::log1p).toArray();
    double width = (x[n - 1] - x[0]) / cells;
    int[] pooledEpoch = new int[n];
    double[] pooledX = new double[n];
    double[] pooledY = new double[n];
    int count = 0;
    for (int from = 0, to; from < n; from = to) {
      long cell = cellOf(x[from] - x[0], width, cells);
      to = from + 1;
      while (to < n && cellOf(x[to] - x[0], width, cells) == cell) {
        to++;
      }
      pooledEpoch[count] = epoch[(from + to - 1) / 2];
      pooledX[count] = StatUtils.mean(x, from, to - from);
      pooledY[count] = TheilSen.medianOf(Arrays.copyOfRange(values, from, to));
      count++;
    }
    return new LogTimeCells(
        Arrays.copyOf(pooledEpoch, count),
        Arrays.copyOf(pooledX, count),
        Arrays.copyOf(pooledY, count));
  }

  int size() {
    return x.length;
  }

  /** The points' running median. */
  double[] smoothed() {
    return runningMedian(y);
  }

  /** Running median over 5 values: two spikes side by side leave no trace. */
  static double[] runningMedian(double[] values) {
    double[] smooth = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int from = FastMath.max(0, i - SMOOTHING_REACH);
      int to = FastMath.min(values.length, i + SMOOTHING_REACH + 1);
      smooth[i] = TheilSen.medianOf(Arrays.copyOfRange(values, from, to));
    }
    return smooth;
  }

  private static long cellOf(double offset, double width, int cells) {
    return width > 0 ? FastMath.min((long) (offset / width), cells - 1L) : 0;
  }
}
