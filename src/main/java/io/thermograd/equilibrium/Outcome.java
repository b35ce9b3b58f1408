package io.thermograd.equilibrium;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A result, or the reason why the data give none: one bad run is one row, never a dead job.
 *
 * @param <T> what was sought
 */
public sealed interface Outcome<T> {

  /**
   * The data decide it.
   *
   * @param value the result
   * @param <T> what was sought
   */
  record Determined<T>(T value) implements Outcome<T> {
    public Determined {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * The data don't decide it.
   *
   * @param reason why not
   * @param <T> what was sought
   */
  record Undetermined<T>(UndeterminedReason reason) implements Outcome<T> {
    public Undetermined {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** The result; null where there is none. */
  default @Nullable T orNull() {
    return this instanceof Determined<T> determined ? determined.value() : null;
  }

  /** The result, where the caller knows that there is one. */
  default T orElseThrow() {
    if (this instanceof Determined<T> determined) {
      return determined.value();
    }
    throw new IllegalStateException("Cannot use a result that is absent: " + reason());
  }

  /** Why there is no result; null where there is one. */
  default @Nullable UndeterminedReason reason() {
    return null;
  }
}
