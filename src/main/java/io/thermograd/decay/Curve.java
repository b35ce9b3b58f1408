package io.thermograd.decay;

/** A parametric curve with its gradient, as a least-squares fit sees it. */
interface Curve {

  /** The number of parameters. */
  int parameters();

  /** The curve of given parameters, whose array may change afterwards. */
  Law law(double[] parameters);

  /** A curve whose parameters are known, so that what only they decide is computed once. */
  interface Law {
    /** The value; its derivatives by the parameters go into {@code gradient}. */
    double at(double t, double[] gradient);
  }
}
