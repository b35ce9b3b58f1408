package io.thermograd.trace;

/** How mini-batches are drawn; it decides the bias of every moment. */
public enum Sampling {
  /** An epoch visits the data once, without replacement. */
  SHUFFLED,
  /** Batches are independent draws. */
  WITH_REPLACEMENT
}
