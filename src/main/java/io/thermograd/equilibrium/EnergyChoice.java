package io.thermograd.equilibrium;

/** Which loss serves as the energy, as declared. */
public enum EnergyChoice {
  /** The full loss where there is enough of it, else the mini-batch loss. */
  AUTO,
  /** The mini-batch loss. */
  BATCH,
  /** The loss over the whole training or validation set. */
  FULL
}
