package io.thermograd.moments.spark;

/** What a partial state may gather. */
public enum StateScope {
  /** All that a task reads, of several files where their order means nothing. */
  PARTITION,
  /** One file, so that a file that changes can be replaced alone. */
  FILE
}
