package io.thermograd.decay;

/** What a least-squares fit ended in. */
sealed interface Solution {

  /**
   * A minimum.
   *
   * @param parameters at the minimum
   * @param residuals weighted, observation minus curve
   * @param chiSquared sum of their squares
   */
  record Minimum(double[] parameters, double[] residuals, double chiSquared) implements Solution {}

  /**
   * No minimum.
   *
   * @param reason why
   */
  record NoMinimum(DecayReason reason) implements Solution {}
}
