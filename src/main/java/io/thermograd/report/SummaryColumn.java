package io.thermograd.report;

import io.thermograd.report.RunSummary.Interval;
import io.thermograd.report.RunSummary.WithError;
import io.thermograd.report.TextTable.Align;
import io.thermograd.report.TextTable.Column;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of the console's summary, and how a run's value is written. */
public enum SummaryColumn {
  RUN(Align.LEFT, "run", ""),
  VERDICT(Align.LEFT, "verdict", ""),
  LEVEL(Align.LEFT, "level", ""),
  PEAK_EPOCH(Align.RIGHT, "peak", "epoch"),
  CROSSING_EPOCH(Align.RIGHT, "SNR = 1 [95 %]", "epoch"),
  HALF_LIFE(Align.RIGHT, "half-life [95 %]", "iterations"),
  HALF_LIFE_DRIFT(Align.RIGHT, "drift [95 %]", "iter/iter"),
  NEXT_TENTH(Align.RIGHT, "next 10 % [95 %]", "iterations"),
  BETA(Align.RIGHT, "β ± s.e.", "1/loss"),
  ENTROPY(Align.RIGHT, "H ± s.e.", "nats"),
  CONVERGENCE_SPEED(Align.RIGHT, "dH/dt [95 %]", "nats/iter"),
  DECAY_MODEL(Align.LEFT, "decay", "model");

  private final Align align;
  private final String header;
  private final String unit;

  SummaryColumn(Align align, String header, String unit) {
    this.align = align;
    this.header = header;
    this.unit = unit;
  }

  Column column() {
    return new Column(List.of(header, unit), align);
  }

  /** The run's value as text, not made safe; null when it is absent. */
  @Nullable String text(RunSummary run) {
    return switch (this) {
      case RUN -> run.run();
      case VERDICT -> run.verdict();
      case LEVEL -> run.level();
      case PEAK_EPOCH -> run.peakEpoch() == null ? null : run.peakEpoch().toString();
      case CROSSING_EPOCH -> epochs(run.lastCrossingEpoch());
      case HALF_LIFE -> interval(run.halfLife(), 3);
      case HALF_LIFE_DRIFT -> interval(run.halfLifeDrift(), 2);
      case NEXT_TENTH -> interval(run.nextTenth(), 3);
      case BETA -> withError(run.beta());
      case ENTROPY -> withError(run.entropyNats());
      case CONVERGENCE_SPEED -> interval(run.convergenceSpeed(), 3);
      case DECAY_MODEL -> run.decayModel();
    };
  }

  private static @Nullable String epochs(@Nullable Interval of) {
    return of == null ? null : epoch(of.value()) + ends(epoch(of.low()), epoch(of.high()));
  }

  private static @Nullable String epoch(@Nullable Double epoch) {
    if (epoch == null) {
      return null;
    }
    // A crossing between two epochs is no better known than to the epoch, save among the first.
    return epoch < 10 ? Figures.significant(epoch, 2) : Long.toString(Math.round(epoch));
  }

  private static @Nullable String withError(@Nullable WithError of) {
    if (of == null) {
      return null;
    }
    Double error = of.error();
    return error == null
        ? Figures.significant(of.value(), 3)
        : Figures.withError(of.value(), error);
  }

  private static @Nullable String interval(@Nullable Interval of, int digits) {
    return of == null
        ? null
        : Figures.significant(of.value(), digits)
            + ends(end(of.low(), digits), end(of.high(), digits));
  }

  private static @Nullable String end(@Nullable Double end, int digits) {
    return end == null ? null : Figures.significant(end, digits);
  }

  private static String ends(@Nullable String low, @Nullable String high) {
    return low == null && high == null
        ? ""
        : " ["
            + Objects.requireNonNullElse(low, "…")
            + ", "
            + Objects.requireNonNullElse(high, "…")
            + "]";
  }
}
