package io.thermograd.equilibrium;

/** What a reader of a run's β must know. */
public enum EquilibriumFlag {
  /** Losses that were NaN or infinite were left out. */
  NON_FINITE,
  /** Fewer than 25 epochs behind the statistical inefficiency. */
  FEW_EPOCHS,
  /** Some losses are not positive: the stable region was sought on the loss, not its logarithm. */
  LINEAR_SCALE,
  /** Higher losses were visited more than lower ones. */
  NEGATIVE_BETA,
  /**
   * Most of the loss's variance is the drawing of batches: β is an effective number, no
   * temperature.
   */
  SAMPLING_NOISE,
  /** The fitted ground energy runs into the least loss. */
  E0_BOUNDARY,
  /** The region's last third has another temperature than its first, significant at 5 %. */
  BETA_CHANGES,
  /** The region still drifts, so that no law of equilibrium need hold. */
  DRIFTING
}
