package io.thermograd.verdict;

import io.thermograd.equilibrium.BoltzmannFit;
import io.thermograd.equilibrium.BoltzmannFits;
import io.thermograd.equilibrium.BoltzmannModel;
import io.thermograd.equilibrium.DensityOfStatesFit;
import io.thermograd.equilibrium.Equilibrium;
import org.jspecify.annotations.Nullable;

/**
 * The inverse temperature that speaks for a run: that of the law of lower AICc, else that of the
 * one law that could be fitted.
 */
public final class RunBeta {
  private RunBeta() {}

  /** β in 1/loss; null when no law was fitted. */
  public static @Nullable Double of(Equilibrium equilibrium) {
    BoltzmannFit source = equilibrium.source();
    DensityOfStatesFit dos = equilibrium.densityOfStates();
    if (dos != null && (isDensityOfStates(equilibrium) || source == null)) {
      return dos.beta();
    }
    return source == null ? null : (Double) source.beta();
  }

  /** Its standard error; null when none is claimed. */
  public static @Nullable Double standardError(Equilibrium equilibrium) {
    BoltzmannFit source = equilibrium.source();
    DensityOfStatesFit dos = equilibrium.densityOfStates();
    if (dos != null && (isDensityOfStates(equilibrium) || source == null)) {
      return dos.betaSe();
    }
    return source == null ? null : (Double) source.betaSe();
  }

  private static boolean isDensityOfStates(Equilibrium equilibrium) {
    BoltzmannFits fits = equilibrium.fits();
    return fits != null && fits.chosen() == BoltzmannModel.DENSITY_OF_STATES;
  }
}
