package io.thermograd.job;

/** How much the program says of its own doing. */
public enum Verbosity {
  /** Results and errors only. */
  QUIET,
  /** Progress too. */
  NORMAL,
  /** Spark's own log too. */
  VERBOSE
}
