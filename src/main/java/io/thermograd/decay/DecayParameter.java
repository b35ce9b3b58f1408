package io.thermograd.decay;

/** What the decay models estimate. */
public enum DecayParameter {
  /** H at t = 0, in nats. */
  H0(Scale.LINEAR, 1, 0),
  /** λ, per iteration. */
  DECAY_CONSTANT(Scale.LOG, 0, -1),
  /** κ: the half-life grows by κ ln 2 iterations per iteration. */
  KAPPA(Scale.LINEAR, 0, 0),
  /** γ, the stretching exponent. */
  GAMMA(Scale.LOG, 0, 0),
  /** H∞, in nats. */
  FLOOR(Scale.LINEAR, 1, 0),
  /** dH/dt, in nats per iteration: negative when entropy falls. */
  SLOPE(Scale.LINEAR, 1, -1),
  /** c: observed decay over the theory's, which is 1. */
  C(Scale.LOG, 0, -1);

  /** How the fit sees a parameter. */
  enum Scale {
    LINEAR,
    LOG
  }

  private final Scale scale;
  private final int entropyPower;
  private final int abscissaPower;

  DecayParameter(Scale scale, int entropyPower, int abscissaPower) {
    this.scale = scale;
    this.entropyPower = entropyPower;
    this.abscissaPower = abscissaPower;
  }

  Scale scale() {
    return scale;
  }

  /** The unit of the fit's dimensionless parameter. */
  double unit(double entropyUnit, double abscissaUnit) {
    double unit = entropyPower == 1 ? entropyUnit : 1;
    return abscissaPower == -1 ? unit / abscissaUnit : unit;
  }
}
