package io.thermograd.decay;

/** The kinds of {@link DecayOutcome}, as tables name them. */
public enum OutcomeKind {
  FITTED,
  RIGHT_CENSORED,
  NOT_DECAYING,
  GRID_DEPENDENT,
  UNDETERMINED
}
