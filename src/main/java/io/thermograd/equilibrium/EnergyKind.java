package io.thermograd.equilibrium;

/** Which loss a series holds: the two are different random variables. */
public enum EnergyKind {
  /** The mini-batch loss of every step. */
  BATCH,
  /** The loss over the whole training or validation set, where it was logged. */
  FULL
}
