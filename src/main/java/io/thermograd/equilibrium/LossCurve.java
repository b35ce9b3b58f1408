package io.thermograd.equilibrium;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's losses, thinned for the eye.
 *
 * <p><b>Definition.</b> The steps are cut into at most {@value #MAX_CELLS} cells of equal width in
 * ln(step − first step + 1); of each cell that holds losses the least, the median and the greatest
 * are kept, so no spike is lost.
 *
 * <p><b>Shape and units.</b> Steps, and the unit of the loss.
 *
 * <p><b>Numerics.</b> Exact; O(n log n).
 *
 * <p><b>Edge cases.</b> Without finite losses there are no cells.
 */
public final class LossCurve {
  /** Cells of one loss of a run, at most. */
  public static final int MAX_CELLS = 240;

  private LossCurve() {}

  /** The cells of the mini-batch losses, then those of the full losses where there are any. */
  public static List<LossCell> of(LossSeries batch, @Nullable LossSeries full) {
    List<LossCell> cells = new ArrayList<>(of(batch));
    if (full != null) {
      cells.addAll(of(full));
    }
    return cells;
  }

  private static List<LossCell> of(LossSeries series) {
    List<LossCell> cells = new ArrayList<>();
    int begin = 0;
    while (begin < series.size()) {
      int end = begin + 1;
      while (end < series.size() && cellOf(series, end) == cellOf(series, begin)) {
        end++;
      }
      cells.add(cell(series, begin, end));
      begin = end;
    }
    return cells;
  }

  private static int cellOf(LossSeries series, int i) {
    long first = series.step(0);
    double span = Math.log1p((double) series.step(series.size() - 1) - first);
    double at = Math.log1p((double) series.step(i) - first);
    return span == 0 ? 0 : Math.min(MAX_CELLS - 1, (int) (MAX_CELLS * at / span));
  }

  private static LossCell cell(LossSeries series, int begin, int end) {
    double[] losses = series.losses(begin, end).toArray();
    Arrays.sort(losses);
    int n = losses.length;
    double median = n % 2 == 1 ? losses[n / 2] : losses[n / 2 - 1] / 2 + losses[n / 2] / 2;
    return new LossCell(
        series.kind(),
        series.step(begin),
        series.step(end - 1),
        n,
        losses[0],
        median,
        losses[n - 1]);
  }
}
