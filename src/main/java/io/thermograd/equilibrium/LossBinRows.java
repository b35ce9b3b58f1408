package io.thermograd.equilibrium;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code loss_bins} of one window.
 *
 * @param run the run's id
 * @param window its number
 * @param occupancy its visits, at least one
 * @param signal |∇E|² per slot
 */
record LossBinRows(String run, int window, Occupancy occupancy, @Nullable Double[] signal) {

  /** Every slot, with both laws. */
  List<LossBin> all(@Nullable BoltzmannFit source, @Nullable DensityOfStatesFit dos) {
    double[] dosProbabilities = dos == null ? null : dos.probabilities(occupancy.bins());
    return IntStream.range(0, occupancy.bins().slots())
        .mapToObj(slot -> row(slot, source, dosProbabilities))
        .toList();
  }

  /** The visited slots, with the source model. */
  List<LossBin> visited(@Nullable BoltzmannFit source) {
    return IntStream.range(0, occupancy.bins().slots())
        .filter(slot -> occupancy.counts()[slot] > 0)
        .mapToObj(slot -> row(slot, source, null))
        .toList();
  }

  private LossBin row(
      int slot, @Nullable BoltzmannFit source, double @Nullable [] dosProbabilities) {
    LossBins bins = occupancy.bins();
    boolean inRange = slot > 0 && slot <= bins.count();
    Double p = null;
    Double slope = null;
    if (inRange && source != null) {
      p = source.law().probabilities()[slot - 1];
      slope = -source.beta() * p * (1 - p);
    }
    return new LossBin(
        run,
        window,
        slot,
        bins.lo(slot),
        bins.hi(slot),
        occupancy.counts()[slot],
        (double) occupancy.counts()[slot] / occupancy.n(),
        p,
        inRange && dosProbabilities != null ? (Double) dosProbabilities[slot - 1] : null,
        slope,
        signal[slot]);
  }
}
