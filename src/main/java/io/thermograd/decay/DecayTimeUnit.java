package io.thermograd.decay;

/** The clock by which a half-life runs. */
public enum DecayTimeUnit {
  /** Steps of the optimiser. */
  ITERATION,
  /** Langevin time, learning rate times steps: for runs that didn't log their learning rate. */
  LANGEVIN_TIME
}
