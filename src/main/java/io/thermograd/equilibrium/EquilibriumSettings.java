package io.thermograd.equilibrium;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a declaration fixes of the equilibrium analysis; null is {@code auto}.
 *
 * @param energy which loss serves as the energy
 * @param stableFrom first step of the stable region
 * @param burnIn first step of the equilibrium region
 * @param window steps in an entropy window
 * @param e0 the least loss that the density of states starts from
 * @param bins how the loss range is cut
 */
public record EquilibriumSettings(
    EnergyChoice energy,
    @Nullable Long stableFrom,
    @Nullable Long burnIn,
    @Nullable Integer window,
    @Nullable Double e0,
    BinRule bins)
    implements Serializable {

  /** Everything decided from the data. */
  public static final EquilibriumSettings AUTO =
      new EquilibriumSettings(
          EnergyChoice.AUTO, null, null, null, null, new BinRule.FreedmanDiaconis());

  public EquilibriumSettings {
    Objects.requireNonNull(energy, "energy");
    Objects.requireNonNull(bins, "bins");
    requireStep("stable_from", stableFrom);
    requireStep("burn_in", burnIn);
    if (window != null && window < 2) {
      throw new IllegalArgumentException("Invalid window: " + window + " (must be >= 2 steps)");
    }
  }

  private static void requireStep(String name, @Nullable Long step) {
    if (step != null && step < 0) {
      throw new IllegalArgumentException("Invalid " + name + ": " + step + " (must be >= 0)");
    }
  }
}
