package io.thermograd.equilibrium;

import io.thermograd.equilibrium.EquilibriumRegion.Found;
import io.thermograd.trace.Sampling;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two regions of a run and what the equilibrium region is worth.
 *
 * @param energy which loss is the energy
 * @param stable the stable region of that loss
 * @param equilibrium its equilibrium region
 * @param inefficiency g in the equilibrium region; null without one
 * @param n losses there
 */
public record Regions(
    EnergyKind energy,
    StableRegion stable,
    EquilibriumRegion equilibrium,
    @Nullable StatisticalInefficiency inefficiency,
    long n) {
  /** Full losses in the equilibrium region from which {@code auto} takes them as the energy. */
  public static final int ENOUGH_FULL_LOSSES = 500;

  public Regions {
    Objects.requireNonNull(energy, "energy");
    Objects.requireNonNull(stable, "stable");
    Objects.requireNonNull(equilibrium, "equilibrium");
  }

  static Regions of(RunTrace trace, EquilibriumSettings settings) {
    LossSeries full = trace.full();
    if (full == null) {
      full = new LossSeries(EnergyKind.FULL, new long[0], new int[0], new double[0], 0);
    }
    Sampling sampling = trace.facts().sampling();
    EnergyChoice choice = settings.energy();
    if (choice == EnergyChoice.FULL) {
      return of(full, sampling, settings);
    }
    if (choice == EnergyChoice.AUTO && full.size() >= ENOUGH_FULL_LOSSES) {
      Regions byFull = of(full, sampling, settings);
      if (byFull.n() >= ENOUGH_FULL_LOSSES) {
        return byFull;
      }
    }
    return of(trace.batch(), sampling, settings);
  }

  private static Regions of(LossSeries series, Sampling sampling, EquilibriumSettings settings) {
    StableRegion stable = StableRegion.of(series, settings);
    EquilibriumRegion region = EquilibriumRegion.of(series, sampling, settings);
    if (!(region instanceof Found found)) {
      return new Regions(series.kind(), stable, region, null, 0);
    }
    LossSeries kept = series.from(found.fromStep());
    StatisticalInefficiency g = StatisticalInefficiency.of(kept, sampling);
    return new Regions(series.kind(), stable, region, g, kept.size());
  }

  /** N_eff of the equilibrium region; null without one. */
  public @Nullable Double nEff() {
    StatisticalInefficiency g = inefficiency;
    return g == null ? null : (Double) g.effectiveSize(n);
  }
}
