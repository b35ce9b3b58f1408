package io.thermograd.decay;

/** Why a number of the decay analysis is absent. */
public enum DecayReason {
  /** Fewer than eight windows. */
  TOO_FEW_WINDOWS,
  /** Every window's entropy is 0: nothing is left that could decay. */
  NO_ENTROPY,
  /** No window, or only one, has a positive entropy, which the model needs. */
  NO_POSITIVE_ENTROPY,
  /** The optimiser found no minimum. */
  NOT_CONVERGED,
  /** The data leave a parameter free: the minimum is no point. */
  NOT_IDENTIFIED,
  /** The series is worth too few independent windows for the model's parameters. */
  TOO_MANY_PARAMETERS,
  /** A robust fit claims no likelihood. */
  NO_LIKELIHOOD,
  /** No gradients were logged, or no β or learning rate is known. */
  GRADIENT_UNKNOWN,
  /** Logged epochs lie further apart than half a window. */
  GRADIENT_GAPS,
  /** The chosen model has no entropy left at the last window. */
  EXHAUSTED,
  /** The declared models don't include the one needed. */
  NOT_REQUESTED,
  /** The squared gradient's unbiased estimate is not positive: noise hides the signal. */
  SIGNAL_NOT_POSITIVE,
  /** The squared gradient was not logged, or the trace level can't give it. */
  SIGNAL_UNKNOWN,
  /** No β from this source. */
  BETA_UNKNOWN,
  /** β is not positive: no decay. */
  BETA_NOT_POSITIVE
}
