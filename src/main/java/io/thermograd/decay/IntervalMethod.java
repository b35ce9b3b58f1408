package io.thermograd.decay;

/** How the intervals of fitted parameters are made, as declared. */
public enum IntervalMethod {
  /** Profile likelihood where the residuals are uncorrelated, else bootstrap. */
  AUTO,
  /** From the Jacobian at the optimum. */
  JACOBIAN,
  /** By profile likelihood. */
  PROFILE,
  /** By moving-block bootstrap of the residuals. */
  BOOTSTRAP
}
