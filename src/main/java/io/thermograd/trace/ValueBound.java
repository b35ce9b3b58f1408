package io.thermograd.trace;

/** What numbers a column allows, and which of them mean that there is none. */
enum ValueBound {
  /** Not a number at all. */
  NONE,
  /** From 0, an int. */
  SMALL_INDEX,
  /** From 0, a long. */
  INDEX,
  /** From 1, an int. */
  SMALL_COUNT,
  /** From 1, a long. */
  COUNT,
  /** Any double: NaN and infinities are values. */
  MEASURED,
  /** As MEASURED, not below 0. */
  MEASURED_SQUARE,
  /** Not below 0; absent unless finite. */
  NORM,
  /** Finite and not below 0; NaN is absent. */
  SETTING,
  /** Finite, from 0 to below 1; NaN is absent. */
  SHARE,
  /** Finite and above 0; NaN is absent. */
  FACTOR;

  /** Whether the whole number {@code value} is allowed. */
  boolean allows(long value) {
    return switch (this) {
      case SMALL_INDEX -> value >= 0 && value <= Integer.MAX_VALUE;
      case INDEX -> value >= 0;
      case SMALL_COUNT -> value >= 1 && value <= Integer.MAX_VALUE;
      case COUNT -> value >= 1;
      default -> allows((double) value);
    };
  }

  /** Whether the real number {@code value}, not absent, is allowed. */
  boolean allows(double value) {
    return switch (this) {
      case MEASURED -> true;
      case MEASURED_SQUARE -> !(value < 0);
      case NORM -> value >= 0;
      case SETTING -> value >= 0 && value < Double.POSITIVE_INFINITY;
      case SHARE -> value >= 0 && value < 1;
      case FACTOR -> value > 0 && value < Double.POSITIVE_INFINITY;
      default -> false;
    };
  }

  /** Whether {@code value} is how a tool writes that there is none. */
  boolean meansAbsent(double value) {
    return switch (this) {
      case MEASURED, MEASURED_SQUARE -> false;
      case NORM -> !Double.isFinite(value);
      default -> Double.isNaN(value);
    };
  }
}
