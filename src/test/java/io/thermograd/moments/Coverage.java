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
  private int absent;

  Coverage(double truth, long n) {
    this.truth = truth;
    quantile = new TDistribution(n - 1.0).inverseCumulativeProbability(0.975);
  }

  void add(LayerEpoch row, Quantity quantity) {
    Double value = row.value(quantity);
    Double error = row.standardError(quantity);
    if (value == null) {
      absent++;
      return;
    }
    values.add(value);
    if (error != null) {
      errors.add(error);
      covered += Math.abs(value - truth) <= quantile * error ? 1 : 0;
    }
  }

  /** Share of all replicates whose 95 % interval holds the truth. */
  double share() {
    return (double) covered / (values.count() + absent);
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
        absent);
  }
}
