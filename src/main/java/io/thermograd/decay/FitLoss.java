package io.thermograd.decay;

/** What a fit minimises, as declared. */
public enum FitLoss {
  /** Weighted squares: likelihoods, AICc and ratio tests hold. */
  LEAST_SQUARES,
  /** Huber's loss: spikes weigh less, and no likelihood is claimed. */
  ROBUST
}
