package io.thermograd.signal;

import java.util.Objects;

/**
 * A series that no trend can be tested on.
 *
 * @param reason why
 */
public record NoTrend(Reason reason) implements TrendOutcome {
  /** Why a trend is absent. */
  public enum Reason {
    /** Fewer than {@value BlockBootstrapTrendTest#MIN_POINTS} points. */
    TOO_FEW_POINTS,
    /** All values are the same. */
    NO_VARIATION,
    /** The mean gradient peaks so late that the epoch doesn't even double after it. */
    PEAK_AT_END,
    /** No value that a logarithm takes. */
    NO_DATA
  }

  public NoTrend {
    Objects.requireNonNull(reason, "reason");
  }
}
