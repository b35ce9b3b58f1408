package io.thermograd.trace;

/**
 * What a run logged of its gradients, poorest first; it decides which quantities can be identified.
 */
public enum TraceLevel {
  /** Moments over a layer's elements, as a histogram holds: no SNR across batches. */
  ELEMENT,
  /** Squared norms only: the second moment, no SNR. */
  NORM,
  /** Squared norms and the dot product with the previous step: SNR and noise scale. */
  DOT,
  /** Coordinates, all or a fixed sample or a projection: everything. */
  VECTOR
}
