package io.thermograd.decay;

import java.util.Locale;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/** How estimates behave against their truth over many replicates. */
final class Tally {

  private final double truth;
  private final StreamingStatistics values = new StreamingStatistics();
  private final StreamingStatistics errors = new StreamingStatistics();
  private int covered;

  Tally(double truth) {
    this.truth = truth;
  }

  void add(Estimate estimate) {
    values.addValue(estimate.value());
    errors.addValue(estimate.standardError());
    if (estimate.covers(truth)) {
      covered++;
    }
  }

  double coverage() {
    return (double) covered / values.getN();
  }

  /** Standard deviation of the estimates over the mean standard error. */
  double errorRatio() {
    return values.getStandardDeviation() / errors.getMean();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "covered %.3f, s.d./s.e. %.3f, bias %.2f s.d.",
        coverage(),
        errorRatio(),
        (values.getMean() - truth) / values.getStandardDeviation());
  }
}
