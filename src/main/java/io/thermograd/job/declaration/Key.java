package io.thermograd.job.declaration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key of a declaration.
 *
 * @param name as it is written
 * @param type what it takes
 * @param need whether it must be given
 * @param fallback the value that holds when it isn't given; null when nothing is fixed then
 * @param defaultText the same in words
 * @param meaning one line
 * @param <T> the value
 */
record Key<T>(
    String name,
    ValueType<T> type,
    Need need,
    @Nullable T fallback,
    String defaultText,
    String meaning) {

  /** Whether a key must be given. */
  enum Need {
    REQUIRED,
    OPTIONAL
  }

  Key {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(need, "need");
  }

  static <T> Key<T> required(String name, ValueType<T> type, String meaning) {
    return new Key<>(name, type, Need.REQUIRED, null, "", meaning);
  }

  static <T> Key<T> optional(
      String name, ValueType<T> type, @Nullable T fallback, String defaultText, String meaning) {
    return new Key<>(name, type, Need.OPTIONAL, fallback, defaultText, meaning);
  }
}
