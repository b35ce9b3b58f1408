package io.thermograd.verdict;

import io.thermograd.equilibrium.BoltzmannFit;
import io.thermograd.equilibrium.BoltzmannFits;
import io.thermograd.equilibrium.BoltzmannModel;
import io.thermograd.equilibrium.DensityOfStatesFit;
import io.thermograd.equilibrium.Equilibrium;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inverse temperature that speaks for a run.
 *
 * <p><b>Definition.</b> β of the law with a density of states where AICc prefers it and E0 is
 * declared, else β of the source model (T3).
 *
 * <p><b>Bias.</b> Where AICc prefers a density of states whose E0 is unknown, the source model's β
 * is too low (15 where 47.5 is true, in a bowl of d = 6); a warning says so, and {@code beta_dos}
 * stands beside it.
 *
 * <p><b>Errors.</b> The law's: a β without a standard error, as with E0 unknown, is never quoted.
 *
 * @param beta in 1/loss
 * @param standardError of β
 * @param model the law
 */
public record RunBeta(double beta, double standardError, BoltzmannModel model) {
  public RunBeta {
    Objects.requireNonNull(model, "model");
  }

  /** The run's β; null when no law has one with a standard error. */
  public static @Nullable RunBeta of(Equilibrium equilibrium) {
    BoltzmannFits fits = equilibrium.fits();
    DensityOfStatesFit dos = equilibrium.densityOfStates();
    if (fits != null && fits.chosen() == BoltzmannModel.DENSITY_OF_STATES && dos != null) {
      Double error = dos.betaSe();
      if (error != null) {
        return new RunBeta(dos.beta(), error, BoltzmannModel.DENSITY_OF_STATES);
      }
    }
    BoltzmannFit source = equilibrium.source();
    return source == null
        ? null
        : new RunBeta(source.beta(), source.betaSe(), BoltzmannModel.SOURCE);
  }

  /** Whether AICc prefers a law whose β has no standard error, so that this isn't it. */
  static boolean isSecondChoice(Equilibrium equilibrium) {
    BoltzmannFits fits = equilibrium.fits();
    RunBeta beta = of(equilibrium);
    return fits != null
        && beta != null
        && fits.chosen() == BoltzmannModel.DENSITY_OF_STATES
        && beta.model() == BoltzmannModel.SOURCE;
  }
}
