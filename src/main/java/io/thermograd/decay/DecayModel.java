package io.thermograd.decay;

/** The candidate laws of the entropy H(t); docs/numerics.md gives each. */
public enum DecayModel {
  CONSTANT(1),
  LINEAR(2),
  EXPONENTIAL(2),
  EXPONENTIAL_FLOOR(3),
  DRIFTING(3),
  STRETCHED(3),
  GRADIENT_DRIVEN(2);

  private final int parameters;

  DecayModel(int parameters) {
    this.parameters = parameters;
  }

  /** The number of fitted parameters, without the noise variance. */
  public int parameters() {
    return parameters;
  }
}
