package io.thermograd.moments;

/**
 * What the errors of an epoch's moments need of its noise beside trΣ; of the whole layer, in
 * squared squared gradients. See {@link NoiseStructure} for the estimators.
 *
 * @param kept gradients that they were estimated from
 * @param traceSquared trΣ²
 * @param signalVariance ḡᵀΣ̂ḡ, high by the mean's own error
 * @param normVariance Var‖r‖²
 * @param covariance Cov(⟨r, G⟩, ‖r‖²)
 */
record NoiseTerms(
    int kept, double traceSquared, double signalVariance, double normVariance, double covariance) {
  /** Var‖r‖² is 2trΣ² for Gaussian noise; more than four times that is twice the scatter. */
  private static final double HEAVY = 4;

  /** Whether ‖r‖² scatters over twice as far as Gaussian noise makes it. */
  boolean heavyTailed() {
    return normVariance > HEAVY * 2 * traceSquared;
  }
}
