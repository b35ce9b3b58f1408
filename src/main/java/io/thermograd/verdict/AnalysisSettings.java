package io.thermograd.verdict;

import io.thermograd.decay.DecaySettings;
import io.thermograd.equilibrium.EquilibriumSettings;
import java.io.Serializable;
import java.util.Objects;

/** What a declaration fixes of the per-run analysis. */
public record AnalysisSettings(EquilibriumSettings equilibrium, DecaySettings decay)
    implements Serializable {
  public AnalysisSettings {
    Objects.requireNonNull(equilibrium, "equilibrium");
    Objects.requireNonNull(decay, "decay");
  }
}
