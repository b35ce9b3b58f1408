package io.thermograd.trace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether updates are lr times the gradient: what every reading of SGD's own noise rests on. */
public enum OptimizerFamily {
  /** Plain or with momentum: a name that starts with {@code sgd}. */
  SGD,
  /** Any other name. */
  OTHER,
  /** Neither logged nor declared. */
  UNKNOWN;

  /** The family of an optimizer by its name; null is {@link #UNKNOWN}. */
  public static OptimizerFamily of(@Nullable String name) {
    if (name == null) {
      return UNKNOWN;
    }
    return name.toLowerCase(Locale.ROOT).startsWith("sgd") ? SGD : OTHER;
  }
}
