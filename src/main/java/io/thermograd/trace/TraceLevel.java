package io.thermograd.trace;

/**
 * What a run logged of its gradients, poorest first; it decides which quantities can be identified.
 */
public enum TraceLevel {
  /** Moments over a layer's elements, as a histogram holds: no SNR across batches. */
  ELEMENT(
      "the second moment of the gradients per layer",
      "only gradient moments were logged: SNR can't be computed; log grad_sq_norm and grad_dot_prev,"
          + " see examples/pytorch"),
  /** Squared norms only: the second moment, no SNR. */
  NORM(
      "the second moment of the gradients",
      "only gradient norms were logged: SNR can't be computed; log grad_dot_prev as well,"
          + " see examples/pytorch"),
  /** Squared norms and the dot product with the previous step: SNR and noise scale. */
  DOT(
      "SNR, noise scale and half-lives from gradients (with dataset_size and batch size)",
      "norms and dots were logged: the noise's shape (T2) can't be computed; log some coordinates of"
          + " the gradient as grad for that"),
  /** Coordinates, all or a fixed sample or a projection: everything. */
  VECTOR("everything", "coordinates were logged: everything can be computed");

  private final String identifiable;
  private final String advice;

  TraceLevel(String identifiable, String advice) {
    this.identifiable = identifiable;
    this.advice = advice;
  }

  /** What can be computed of the gradients, in a few words. */
  public String identifiable() {
    return identifiable;
  }

  /** What can't be computed, and what to log for it. */
  public String advice() {
    return advice;
  }
}
