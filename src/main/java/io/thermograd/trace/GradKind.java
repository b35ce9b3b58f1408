package io.thermograd.trace;

/** What the logged coordinates of a gradient are. */
public enum GradKind {
  /** All coordinates of the layer. */
  FULL,
  /** A fixed uniform sample of the coordinates: squared norms scale by D/d. */
  SAMPLE,
  /** A fixed random projection that keeps squared norms in expectation: nothing is scaled. */
  PROJECTION
}
