package io.thermograd.equilibrium;

import io.thermograd.equilibrium.Outcome.Determined;
import io.thermograd.equilibrium.Outcome.Undetermined;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Makes the grid of a run from its losses and the declared rule.
 *
 * <p><b>Definition.</b> The width comes from the N equilibrium losses, the range from the stable
 * region. {@code FreedmanDiaconis}: 2·IQR·N^(−1/3); where the quartiles coincide, Scott's
 * 3.49·sd·N^(−1/3). {@code Logarithmic}: the same on ln E. Both give 8 to 512 bins, the width
 * shrunk or grown to fit. {@code Width}: whole multiples of the width, so that the grids of several
 * runs share their edges; grown by whole factors beyond 512 bins. {@code Quantiles}: edges at the
 * equilibrium losses' quantiles, the outer ones moved out to the range.
 *
 * <p><b>Edge cases.</b> One value only: undetermined. Tied quantiles: fewer bins.
 *
 * <p><b>Reference.</b> Freedman and Diaconis 1981; Scott 1979; quantiles of Hyndman and Fan's type
 * 7.
 */
public final class LossGrid {

  private static final int LEAST_BINS = 8;
  private static final int MOST_BINS = 512;

  /** Above it a multiple of the declared width can't be told from any other number. */
  private static final double MOST_FACTOR = 1e15;

  private LossGrid() {}

  /**
   * The grid.
   *
   * @param rule how to cut
   * @param equilibrium losses of the equilibrium region
   * @param stable losses of the stable region
   */
  public static Outcome<LossBins> of(BinRule rule, LossSeries equilibrium, LossSeries stable) {
    if (equilibrium.size() < 2 || stable.size() < 2) {
      return new Undetermined<>(UndeterminedReason.TOO_FEW_VALUES);
    }
    double lo = stable.losses().min().orElseThrow() + 0.0;
    double hi = stable.losses().max().orElseThrow() + 0.0;
    if (Double.isInfinite(hi - lo)) {
      return new Undetermined<>(UndeterminedReason.RANGE_OVERFLOW);
    }
    double[] sorted = equilibrium.losses().toArray();
    Arrays.sort(sorted);
    if (sorted[0] == sorted[sorted.length - 1] || tooNarrow(lo, hi, MOST_BINS)) {
      return new Undetermined<>(UndeterminedReason.ONE_VALUE);
    }
    return cut(rule, sorted, lo, hi);
  }

  private static Outcome<LossBins> cut(BinRule rule, double[] sorted, double lo, double hi) {
    if (rule instanceof BinRule.FreedmanDiaconis) {
      return new Determined<>(LossBins.linear(lo, hi, binsOf(hi - lo, width(sorted))));
    }
    if (rule instanceof BinRule.Logarithmic) {
      if (!(Math.min(lo, sorted[0]) > 0)) {
        return new Undetermined<>(UndeterminedReason.NON_POSITIVE_LOSS);
      }
      Arrays.setAll(sorted, i -> Math.log(sorted[i]));
      int count = binsOf(Math.log(hi) - Math.log(lo), width(sorted));
      return new Determined<>(LossBins.logarithmic(lo, hi, count));
    }
    if (rule instanceof BinRule.Count fixed) {
      return new Determined<>(LossBins.linear(lo, hi, fixed.count()));
    }
    if (rule instanceof BinRule.Width fixed) {
      return new Determined<>(multiples(fixed.width(), lo, hi));
    }
    return new Determined<>(quantiles(((BinRule.Quantiles) rule).count(), sorted, lo, hi));
  }

  private static double width(double[] sorted) {
    double n = sorted.length;
    double spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    if (spread > 0) {
      return 2 * spread / Math.cbrt(n);
    }
    double mean = DoubleStream.of(sorted).sum() / n;
    double squares = DoubleStream.of(sorted).map(x -> (x - mean) * (x - mean)).sum();
    return 3.49 * Math.sqrt(squares / (n - 1)) / Math.cbrt(n);
  }

  private static int binsOf(double range, double width) {
    double bins = Math.ceil(range / width);
    return (int) Math.max(LEAST_BINS, Math.min(MOST_BINS, bins));
  }

  private static LossBins multiples(double width, double lo, double hi) {
    double least = (hi - lo) / (MOST_BINS - 1);
    double factor = least / width;
    double grown = factor < MOST_FACTOR ? width * Math.max(1, Math.ceil(factor)) : least;
    double first = Math.floor(lo / grown);
    int count = (int) Math.max(1, Math.ceil(hi / grown - first));
    return LossBins.linear(first * grown, (first + count) * grown, count);
  }

  private static LossBins quantiles(int count, double[] sorted, double lo, double hi) {
    double[] edges = new double[count + 1];
    edges[0] = Math.min(lo, sorted[0]);
    int last = 0;
    double top = Math.max(hi, sorted[sorted.length - 1]);
    for (int i = 1; i < count; i++) {
      double edge = quantile(sorted, (double) i / count);
      if (edge > edges[last] && edge < top) {
        edges[++last] = edge;
      }
    }
    edges[++last] = top;
    return new LossBins(Arrays.copyOf(edges, last + 1), Spacing.IRREGULAR);
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Whether bins would be only a few roundings wide; the grid may be refined once more. */
  private static boolean tooNarrow(double lo, double hi, int bins) {
    return (hi - lo) / bins < 64 * Math.ulp(Math.max(Math.abs(lo), Math.abs(hi)));
  }
}
