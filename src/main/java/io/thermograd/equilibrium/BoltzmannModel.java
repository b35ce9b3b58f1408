package io.thermograd.equilibrium;

import org.jspecify.annotations.Nullable;

/** The candidate laws of the loss in equilibrium. */
public enum BoltzmannModel {
  /** Constant density of states: the source theory's p ∝ exp(−βE). */
  SOURCE,
  /** Density of states (E − E0)^(ν−1), as near the bottom of a bowl. */
  DENSITY_OF_STATES;

  /**
   * Akaike's criterion with the small-sample term, of a likelihood written down as if all visits
   * were independent.
   *
   * @param logLikelihood over {@code n} visits
   * @param parameters fitted
   * @param n visits
   * @param nEff independent visits that they are worth; the likelihood is scaled by {@code nEff/n}
   * @return null where {@code nEff} is too small for the term, or the likelihood is 0
   */
  public static @Nullable Double aicc(double logLikelihood, int parameters, double n, double nEff) {
    double free = nEff - parameters - 1;
    if (!(free > 0) || Double.isInfinite(logLikelihood)) {
      return null;
    }
    return -2 * logLikelihood * nEff / n
        + 2 * parameters
        + 2.0 * parameters * (parameters + 1) / free;
  }

  /** The one of the lower criterion; null where neither has one. */
  public static @Nullable BoltzmannModel choose(
      @Nullable Double aiccSource, @Nullable Double aiccDensityOfStates) {
    if (aiccDensityOfStates == null) {
      return aiccSource == null ? null : SOURCE;
    }
    return aiccSource != null && aiccSource <= aiccDensityOfStates ? SOURCE : DENSITY_OF_STATES;
  }
}
