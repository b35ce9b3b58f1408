package io.thermograd.equilibrium;

import java.util.Locale;
import java.util.Objects;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.jspecify.annotations.Nullable;

/** Tallies how estimates and their errors relate to a known truth. */
final class CoverageTally {

  private final double truth;
  private final StreamingStatistics estimates = new StreamingStatistics();
  private final StreamingStatistics errors = new StreamingStatistics();
  private int covered;

  CoverageTally(double truth) {
    this.truth = truth;
  }

  /** Adds a replicate, which must have an error. */
  void add(double estimate, @Nullable Double se, @Nullable Double halfWidth) {
    estimates.addValue(estimate);
    errors.addValue(Objects.requireNonNull(se));
    covered += Math.abs(estimate - truth) <= Objects.requireNonNull(halfWidth) ? 1 : 0;
  }

  /** Share of the intervals that hold the truth. */
  double coverage() {
    return (double) covered / estimates.getN();
  }

  /** Standard deviation of the estimates over their mean standard error. */
  double errorRatio() {
    return estimates.getStandardDeviation() / errors.getMean();
  }

  /** Mean error over the estimates' standard deviation. */
  double biasInDeviations() {
    return (estimates.getMean() - truth) / estimates.getStandardDeviation();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "coverage %.3f, s.d./mean s.e. %.3f, bias %+.3f s.d.",
        coverage(),
        errorRatio(),
        biasInDeviations());
  }
}
