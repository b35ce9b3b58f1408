package io.thermograd.decay;

/** A parametric curve with its gradient, as a least-squares fit sees it. */
interface Curve {

  /** The number of parameters. */
  int parameters();

  /** The curve's value; its derivatives by the parameters go into {@code gradient}. */
  double at(double t, double[] parameters, double[] gradient);
}
