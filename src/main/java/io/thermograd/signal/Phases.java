package io.thermograd.signal;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The phases of one layer's signal (T1): peak, crossings, and the trends after the peak.
 *
 * <p><b>Definition.</b> The peak is the maximum of the running median over 5 points of the mean
 * gradient's norm on log time ({@link LogTimeCells}), up to {@code untilEpoch}, then of that over
 * the logged epochs of the window it fell on. The trends of ln SNR, ln variance and ln mean norm on
 * ln(epoch + 1) run from the end of the peak's smoothing window to {@code untilEpoch}.
 *
 * <p><b>Estimator.</b> {@link BlockBootstrapTrendTest} per trend; {@link Crossings} over all
 * epochs.
 *
 * <p><b>Bias.</b> The window that chose the peak is left out of the trends: they would start at a
 * value selected for its height.
 *
 * <p><b>Shape and units.</b> Slopes per unit of ln(epoch + 1): powers of time.
 *
 * <p><b>Numerics.</b> As its parts.
 *
 * <p><b>Edge cases.</b> No positive mean norm: no peak, trends {@code NO_DATA}; less than a
 * doubling of the epoch past the peak: {@code PEAK_AT_END}.
 *
 * <p><b>Errors.</b> Intervals and p-values are the trends'.
 *
 * <p><b>Reference.</b> Shwartz-Ziv &amp; Tishby 2017 (the drift and diffusion phases).
 *
 * @param run id
 * @param layer id
 * @param peakEpoch epoch of the largest mean gradient; null without data
 * @param untilEpoch where the trends end: interpolation, or the last epoch
 * @param crossings of 1 and of the floor, over the whole run
 * @param changePoints of log SNR, in order
 * @param snrTrend of ln SNR
 * @param varianceTrend of ln variance
 * @param meanTrend of ln mean norm
 */
public record Phases(
    String run,
    String layer,
    @Nullable Integer peakEpoch,
    int untilEpoch,
    List<Crossing> crossings,
    List<ChangePoint> changePoints,
    TrendOutcome snrTrend,
    TrendOutcome varianceTrend,
    TrendOutcome meanTrend) {

  public Phases {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(layer, "layer");
    crossings = List.copyOf(crossings);
    changePoints = List.copyOf(changePoints);
    Objects.requireNonNull(snrTrend, "snrTrend");
    Objects.requireNonNull(varianceTrend, "varianceTrend");
    Objects.requireNonNull(meanTrend, "meanTrend");
  }

  /**
   * Measures one layer.
   *
   * @param interpolation where the trends end, from {@link Interpolation}; null is the last epoch
   */
  public static Phases of(
      SignalSeries series, @Nullable Integer interpolation, BlockBootstrapTrendTest test) {
    int last = series.epoch().length == 0 ? 0 : series.epoch()[series.epoch().length - 1];
    int until = interpolation == null || interpolation > last ? last : interpolation;
    List<Crossing> crossings = Crossings.of(series);
    LogTimeCells means =
        series.logarithms(i -> SignalQuantity.MEAN_NORM.at(series, i), 0, until).pooled();
    int peak = indexOfLargest(means.smoothed());
    TrendsAfterPeak trends = TrendsAfterPeak.of(series, means, peak, until, test);
    return new Phases(
        series.run(),
        series.layer(),
        peak < 0 ? null : refined(series, means, peak, until),
        until,
        crossings,
        ChangePoints.of(series, test.seed()),
        trends.trend(SignalQuantity.SNR),
        trends.trend(SignalQuantity.VARIANCE),
        trends.trend(SignalQuantity.MEAN_NORM));
  }

  /** The trend of one of T1's quantities. */
  public TrendOutcome trend(SignalQuantity quantity) {
    return switch (quantity) {
      case SNR -> snrTrend;
      case VARIANCE -> varianceTrend;
      case MEAN_NORM -> meanTrend;
    };
  }

  /**
   * The peak among the logged epochs that the pooled peak's window holds: pooling serves against
   * epochs that crowd together, and would place the peak a window's width off.
   */
  private static int refined(SignalSeries series, LogTimeCells means, int peak, int until) {
    int reach = LogTimeCells.SMOOTHING_REACH;
    int from = means.epoch()[Math.max(0, peak - reach)];
    int to = means.epoch()[Math.min(means.size() - 1, peak + reach)];
    SignalSeries.LogColumn logged =
        series.logarithms(i -> SignalQuantity.MEAN_NORM.at(series, i), 0, until);
    double[] smooth = LogTimeCells.runningMedian(logged.log());
    int best = -1;
    for (int i = 0; i < smooth.length; i++) {
      boolean near = logged.epoch()[i] >= from && logged.epoch()[i] <= to;
      if (near && (best < 0 || smooth[i] > smooth[best])) {
        best = i;
      }
    }
    return logged.epoch()[best];
  }

  private static int indexOfLargest(double[] values) {
    int largest = -1;
    for (int i = 0; i < values.length; i++) {
      if (largest < 0 || values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /** The stretch between the peak and the end, or why there is none. */
  private record TrendsAfterPeak(
      SignalSeries series,
      int from,
      int until,
      BlockBootstrapTrendTest test,
      NoTrend.@Nullable Reason absent) {

    static TrendsAfterPeak of(
        SignalSeries series,
        LogTimeCells means,
        int peak,
        int until,
        BlockBootstrapTrendTest test) {
      int start = peak + LogTimeCells.SMOOTHING_REACH + 1;
      NoTrend.Reason absent = null;
      if (peak < 0) {
        absent = NoTrend.Reason.NO_DATA;
      } else if (means.size() < BlockBootstrapTrendTest.MIN_POINTS) {
        absent = NoTrend.Reason.TOO_FEW_POINTS;
      } else if (start >= means.size() || until + 1 < 2 * (means.epoch()[start] + 1)) {
        absent = NoTrend.Reason.PEAK_AT_END;
      }
      int from = absent == null ? means.epoch()[start] : until;
      return new TrendsAfterPeak(series, from, until, test, absent);
    }

    TrendOutcome trend(SignalQuantity quantity) {
      if (absent != null) {
        return new NoTrend(absent);
      }
      LogTimeCells cells = series.logarithms(i -> quantity.at(series, i), from, until).pooled();
      return test.test(cells.x(), cells.y(), series.run(), series.layer(), quantity.columnName());
    }
  }
}
