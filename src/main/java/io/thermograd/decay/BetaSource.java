package io.thermograd.decay;

/** Where an inverse temperature comes from. */
public enum BetaSource {
  /** The layer's signal-to-noise ratio (T2); dimensionless. */
  LAYER_SNR,
  /** The fitted Boltzmann distribution of the loss (T3); per unit of loss. */
  BOLTZMANN,
  /** The temperature of stochastic gradient descent, from step size and gradient noise. */
  SGD
}
