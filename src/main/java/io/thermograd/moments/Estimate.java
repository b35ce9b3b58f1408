package io.thermograd.moments;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value with its standard error, or the reason why there is none. */
public sealed interface Estimate {

  /**
   * A value.
   *
   * @param value finite
   * @param standardError finite and not negative; null when there is none
   */
  record Known(double value, @Nullable Double standardError) implements Estimate {
    public Known {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("Invalid estimate: " + value);
      }
      if (standardError != null && !(standardError >= 0 && Double.isFinite(standardError))) {
        throw new IllegalArgumentException("Invalid standard error: " + standardError);
      }
    }
  }

  /** No value. */
  record Missing(Absence reason) implements Estimate {
    public Missing {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** A value without a standard error. */
  static Estimate of(double value) {
    return new Known(value, null);
  }

  /** A value with a standard error, or none when it is null. */
  static Estimate of(double value, @Nullable Double standardError) {
    return new Known(value, standardError);
  }

  /** No value. */
  static Estimate missing(Absence reason) {
    return new Missing(reason);
  }
}
