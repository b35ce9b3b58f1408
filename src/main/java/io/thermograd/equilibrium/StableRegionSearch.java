package io.thermograd.equilibrium;

import io.thermograd.equilibrium.StableRegion.LossScale;
import io.thermograd.equilibrium.StableRegion.TimeAxis;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The search for the start of the stable region; {@link StableRegion} says how and why. */
final class StableRegionSearch {
  static final int MIN_LOSSES = 100;

  private static final int MIN_EPOCHS = 20;
  private static final int MIN_BLOCK = 5;
  private static final int MAX_GROUPS = 400;

  /** Means behind the median of a group where epochs can't serve. */
  private static final int MEANS_PER_GROUP = 16;

  private static final int MAX_PIECES = 8;
  private static final int MIN_PIECE = 5;

  /** How many s.d. of a single loss a block's mean must be off to be cut from the start. */
  private static final double OUTLYING = 3;

  /** The bend that is invisible, as a share of the s.d. of a single loss. */
  private static final double INVISIBLE = 0.5;

  private final LossSeries series;
  private final LossScale scale;
  private final SeriesBlocks blocks;
  private final int groups;
  private final double[] curve;

  StableRegionSearch(LossSeries series) {
    this.series = series;
    scale = scaleOf(series);
    SeriesBlocks epochs = SeriesBlocks.wholeEpochs(series);
    blocks =
        epochs.count() >= MIN_EPOCHS
            ? epochs
            : SeriesBlocks.ofSteps(
                series, Math.min(series.size() / MIN_BLOCK, MAX_GROUPS * MEANS_PER_GROUP));
    groups = Math.min(blocks.count(), MAX_GROUPS);
    double[] level = Arrays.stream(blocks.mean()).map(scaling()).toArray();
    double[] medians = new double[groups];
    Arrays.setAll(
        medians, k -> Medians.median(Arrays.copyOfRange(level, firstBlock(k), firstBlock(k + 1))));
    curve = Medians.withoutSpikes(medians);
  }

  static LossScale scaleOf(LossSeries series) {
    return series.losses().allMatch(x -> x > 0) ? LossScale.LOGARITHMIC : LossScale.LINEAR;
  }

  StableRegion found() {
    double origin = series.step(blocks.begin()[0]);
    double[] step = new double[groups];
    Arrays.setAll(step, k -> middle(k) - origin);
    // Below a block nothing is resolved: that sets the logarithm's zero.
    double[] logStep = Arrays.stream(step).map(s -> Math.log(s + blocks.meanSize())).toArray();
    PiecewiseLinear byStep = new PiecewiseLinear(step, curve);
    PiecewiseLinear byLogStep = new PiecewiseLinear(logStep, curve);
    PiecewiseLinear.Fit fit = byStep.best(MAX_PIECES, minPiece());
    PiecewiseLinear.Fit logFit = byLogStep.best(MAX_PIECES, minPiece());
    TimeAxis axis = logFit.bic() < fit.bic() ? TimeAxis.LOG_STEP : TimeAxis.STEP;
    int block =
        axis == TimeAxis.STEP
            ? firstOfRegion(byStep, fit.start())
            : firstOfRegion(byLogStep, logFit.start());
    int index = block == 0 ? 0 : blocks.begin()[block];
    return new StableRegion.Found(series.step(index), series.epoch(index), scale, axis);
  }

  private int firstOfRegion(PiecewiseLinear lines, int[] start) {
    int k = start.length - 1;
    double fluctuation = fluctuation(lines, start[k]);
    while (k > 0 && lines.worstBend(start[k - 1], start) <= INVISIBLE * fluctuation) {
      k--;
    }
    return afterOutlyingBlocks(lines, start[k], OUTLYING * fluctuation);
  }

  /**
   * A transient shorter than a piece is no piece of the curve, but its losses would stretch the
   * grid of bins: blocks at the start that lie far from the region's line are left out.
   */
  private int afterOutlyingBlocks(PiecewiseLinear lines, int first, double far) {
    for (int group = first; group < Math.min(first + minPiece(), groups); group++) {
      double line = lines.line(first, group);
      for (int block = firstBlock(group); block < firstBlock(group + 1); block++) {
        if (Math.abs(scaling().applyAsDouble(blocks.mean()[block]) - line) <= far) {
          return block;
        }
      }
    }
    return firstBlock(first);
  }

  private int minPiece() {
    return Math.max(MIN_PIECE, groups / 20);
  }

  /** Robust s.d. of a single loss about the line of the last piece, which starts at a group. */
  private double fluctuation(PiecewiseLinear lines, int first) {
    DoubleUnaryOperator scaling = scaling();
    int origin = blocks.begin()[firstBlock(first)];
    double[] distance = new double[blocks.begin()[blocks.count()] - origin];
    for (int group = first; group < groups; group++) {
      double line = lines.line(first, group);
      int end = blocks.begin()[firstBlock(group + 1)];
      for (int i = blocks.begin()[firstBlock(group)]; i < end; i++) {
        distance[i - origin] = scaling.applyAsDouble(series.loss(i)) - line;
      }
    }
    return Medians.scale(distance);
  }

  private DoubleUnaryOperator scaling() {
    return scale == LossScale.LOGARITHMIC ? Math::log : DoubleUnaryOperator.identity();
  }

  private int firstBlock(int group) {
    return (int) ((long) blocks.count() * group / groups);
  }

  private double middle(int group) {
    long first = series.step(blocks.begin()[firstBlock(group)]);
    long last = series.step(blocks.begin()[firstBlock(group + 1)] - 1);
    return (first + last) / 2.0;
  }
}
