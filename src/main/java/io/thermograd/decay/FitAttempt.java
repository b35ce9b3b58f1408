package io.thermograd.decay;

/** A model that was tried. */
sealed interface FitAttempt {

  /**
   * It has a minimum.
   *
   * @param fit the minimum
   */
  record Found(CurveFit fit) implements FitAttempt {}

  /**
   * It has none.
   *
   * @param model the model
   * @param reason why
   */
  record Missing(DecayModel model, DecayReason reason) implements FitAttempt {}
}
