package io.thermograd.trace;

/** The two kinds of record of a trace. */
public enum RecordKind {
  /** One layer at one step of one run. */
  GRADIENTS,
  /** The loss at one step of one run. */
  LOSSES
}
