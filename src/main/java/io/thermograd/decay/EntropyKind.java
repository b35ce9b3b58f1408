package io.thermograd.decay;

/** Which entropy a series holds. */
public enum EntropyKind {
  /** Of the occupancies of a grid of bins: at least 0 up to its bias correction. */
  BINNED,
  /** Free of bins; it may be negative, so only {@code CONSTANT} and {@code LINEAR} apply. */
  DIFFERENTIAL
}
