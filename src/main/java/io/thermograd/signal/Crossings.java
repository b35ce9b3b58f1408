package io.thermograd.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * The lasting crossings of an SNR with 1 and with its noise floor.
 *
 * <p><b>Definition.</b> On the running median over 5 points of ln(SNR/level), pooled by {@link
 * LogTimeCells}, a side counts if the curve stays on it for at least {@value #LEAST_POINTS} points
 * and, but for the first, until the epoch has grown {@value #LEAST_FACTOR}-fold since it got there.
 * A change between two sides that count is a lasting crossing.
 *
 * <p><b>Estimator.</b> The shortest stay that does not count is given to its neighbours until all
 * count; the place is interpolated linearly on x = ln(epoch + 1).
 *
 * <p><b>Bias.</b> A crossing within the first or last few points of a log is not seen as lasting.
 *
 * <p><b>Shape and units.</b> In order of epoch, directions alternate per level.
 *
 * <p><b>Numerics.</b> Logarithms of SNR and level are subtracted, so that both may be tiny.
 *
 * <p><b>Edge cases.</b> Epochs whose SNR is absent or 0 are left out; nothing left, no crossings.
 *
 * <p><b>Errors.</b> {@link CrossingInterval}.
 *
 * <p><b>Reference.</b> The project's own definition.
 */
final class Crossings {
  private static final int LEAST_POINTS = 3;
  private static final double LEAST_FACTOR = 1.25;

  private Crossings() {}

  static List<Crossing> of(SignalSeries series) {
    CrossingLevel floor =
        Stream.of(series.snrFloor()).anyMatch(Objects::nonNull)
            ? CrossingLevel.NOISE_FLOOR
            : CrossingLevel.INDEPENDENT_FLOOR;
    List<Crossing> crossings = new ArrayList<>(of(series, CrossingLevel.ONE));
    crossings.addAll(of(series, floor));
    return List.copyOf(crossings);
  }

  static List<Crossing> of(SignalSeries series, CrossingLevel level) {
    SignalSeries.LogColumn ratio =
        series.logarithms(i -> ratio(series, level, i), 0, Integer.MAX_VALUE);
    LogTimeCells cells = ratio.pooled();
    double[] curve = cells.smoothed();
    List<Stay> stays = lasting(cells.x(), stays(curve));
    List<Crossing> crossings = new ArrayList<>();
    for (int k = 1; k < stays.size(); k++) {
      int at = stays.get(k).from();
      double share = curve[at - 1] / (curve[at - 1] - curve[at]);
      double x = cells.x()[at - 1] + share * (cells.x()[at] - cells.x()[at - 1]);
      CrossingInterval.Ends ends = CrossingInterval.of(cells, curve, at);
      crossings.add(
          new Crossing(
              level,
              FastMath.expm1(x),
              epoch(ends.low()),
              epoch(ends.high()),
              stays.get(k).side()));
    }
    return crossings;
  }

  private static @Nullable Double epoch(@Nullable Double x) {
    return x == null ? null : Double.valueOf(FastMath.expm1(x));
  }

  private static @Nullable Double ratio(SignalSeries series, CrossingLevel level, int i) {
    Double snr = series.snr()[i];
    Double against =
        switch (level) {
          case ONE -> Double.valueOf(1);
          case NOISE_FLOOR -> series.snrFloor()[i];
          case INDEPENDENT_FLOOR -> independentFloor(series.n()[i]);
        };
    return snr == null || against == null || against <= 0 ? null : Double.valueOf(snr / against);
  }

  private static @Nullable Double independentFloor(int n) {
    return n > 0 ? Double.valueOf(1 / FastMath.sqrt(n)) : null;
  }

  /** A stretch of points on one side of the level; the last point isn't in it. */
  private record Stay(int from, int to, Direction side) {
    boolean lasts(double[] x) {
      if (to - from < LEAST_POINTS) {
        return false;
      }
      // The log's start says nothing about how long the run had been on that side.
      return from == 0 || span(x) >= FastMath.log(LEAST_FACTOR);
    }

    double span(double[] x) {
      return x[FastMath.min(to, x.length - 1)] - x[from];
    }
  }

  private static List<Stay> stays(double[] curve) {
    List<Stay> stays = new ArrayList<>();
    for (int from = 0, to; from < curve.length; from = to) {
      Direction side = side(curve[from]);
      to = from + 1;
      while (to < curve.length && side(curve[to]) == side) {
        to++;
      }
      stays.add(new Stay(from, to, side));
    }
    return stays;
  }

  private static Direction side(double logRatio) {
    return logRatio >= 0 ? Direction.UP : Direction.DOWN;
  }

  private static List<Stay> lasting(double[] x, List<Stay> all) {
    List<Stay> stays = new ArrayList<>(all);
    while (stays.size() > 1) {
      int shortest = -1;
      for (int k = 0; k < stays.size(); k++) {
        if (!stays.get(k).lasts(x)
            && (shortest < 0 || stays.get(k).span(x) < stays.get(shortest).span(x))) {
          shortest = k;
        }
      }
      if (shortest < 0) {
        return stays;
      }
      giveToNeighbours(stays, shortest);
    }
    return stays;
  }

  private static void giveToNeighbours(List<Stay> stays, int k) {
    int first = FastMath.max(0, k - 1);
    int last = FastMath.min(stays.size() - 1, k + 1);
    Direction side = stays.get(k == 0 ? last : first).side();
    Stay joined = new Stay(stays.get(first).from(), stays.get(last).to(), side);
    stays.subList(first, last + 1).clear();
    stays.add(first, joined);
  }
}
