package io.thermograd.moments;

import java.util.Locale;
import org.hipparchus.distribution.continuous.TDistribution;

/** Bias, spread and coverage of one estimate over replicates. */
final class Coverage {
  private final double truth;
  private final double quantile;
  private final ScalarMoments values = new ScalarMoments();
  private final ScalarMoments errors = new ScalarMoments();
  private int covered;
  private int replicates;

  Coverage(double truth, long n) {
    this.truth = truth;
    quantile = new TDistribution(n - 1.0).inverseCumulativeProbability(0.975);
  }

  /** A replicate, by its own interval where the quantity has one, else by t standard errors. */
  void add(LayerEpoch row, Quantity quantity) {
    Double value = row.value(quantity);
    Double error = row.standardError(quantity);
    replicates++;
    if (value != null) {
      values.add(value);
    }
    if (error != null) {
      errors.add(error);
    }
    if (quantity.hasInterval()) {
      Interval interval = row.interval(quantity);
      boolean holds =
          interval != null
              && interval.low() <= truth
              && (interval.high() == null || truth <= interval.high());
      covered += holds ? 1 : 0;
    } else if (value != null && error != null) {
      covered += Math.abs(value - truth) <= quantile * error ? 1 : 0;
    }
  }

  /** Share of all replicates whose 95 % interval holds the truth. */
  double share() {
    return (double) covered / replicates;
  }

  /** Standard deviation over the mean standard error. */
  double spreadOverError() {
    return Math.sqrt(values.variance()) / errors.mean();
  }

  /** Mean error in its own standard errors. */
  double bias() {
    return (values.mean() - truth) / Math.sqrt(values.variance() / values.count());
  }

  double mean() {
    return values.mean();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "mean %.5g truth %.5g bias %+.2f se, coverage %.3f, sd/se %.3f, absent %d",
        values.mean(),
        truth,
        bias(),
        share(),
        spreadOverError(),
        replicates - values.count());
  }
}
