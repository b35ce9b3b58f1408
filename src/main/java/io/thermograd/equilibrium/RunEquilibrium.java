package io.thermograd.equilibrium;

import io.thermograd.equilibrium.EntropyWindows.TooFew;
import io.thermograd.equilibrium.EntropyWindows.Windows;
import io.thermograd.equilibrium.EquilibriumRegion.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole equilibrium analysis of one run: regions, bins, both Boltzmann fits, entropies and
 * their rates. Bad data end as a result with a reason.
 */
public final class RunEquilibrium {
  private final RunTrace trace;
  private final EquilibriumSettings settings;
  private final Regions regions;
  private final LossSeries energies;

  private RunEquilibrium(RunTrace trace, EquilibriumSettings settings) {
    this.trace = trace;
    this.settings = settings;
    regions = Regions.of(trace, settings);
    LossSeries full = trace.full();
    energies = regions.energy() == EnergyKind.FULL && full != null ? full : trace.batch();
  }

  /** Analyses one run. */
  public static RunEquilibriumResult analyse(RunTrace trace, EquilibriumSettings settings) {
    return new RunEquilibrium(trace, settings).result();
  }

  private RunEquilibriumResult result() {
    if (regions.equilibrium() instanceof EquilibriumRegion.Undetermined absent) {
      return withoutFits(
          absent.reason(), null, SgdTemperature.absent(SgdTemperature.Reason.NO_REGION));
    }
    EquilibriumRegion.Found found = (EquilibriumRegion.Found) regions.equilibrium();
    LossSeries region = energies.from(found.fromStep());
    SgdTemperature sgd = SgdTemperature.of(trace, region);
    SamplingNoiseShare share = samplingNoiseShare(found.fromStep());
    LossSeries stable =
        regions.stable() instanceof StableRegion.Found start
            ? energies.from(start.fromStep())
            : region;
    // The grid covers both: the equilibrium region may begin before the stable one.
    LossSeries range = energies.from(Math.min(region.step(0), stable.step(0)));
    Outcome<LossBins> grid = LossGrid.of(settings.bins(), region, range);
    LossBins bins = grid.orNull();
    if (bins == null) {
      return withoutFits("no loss bins: " + grid.reason(), share, sgd);
    }
    BoltzmannFits fits = BoltzmannFits.of(bins, region, nEff(), e0());
    Outcome<TwoTemperatureTest> temperatures = temperatures(bins, region);
    Set<EquilibriumFlag> flags = flags(found, fits, share);
    TwoTemperatureTest change = temperatures.orNull();
    if (change != null && change.p() < EquilibriumRegion.SIGNIFICANCE) {
      flags.add(EquilibriumFlag.BETA_CHANGES);
    }
    Equilibrium equilibrium =
        new Equilibrium(
            trace.run(),
            regions,
            fits,
            EntropyEstimate.of(bins, region, trace.facts().sampling()).orNull(),
            alternateSource(bins, region),
            temperatures,
            share,
            sgd,
            flags,
            null);
    GradientSignals gradients = new GradientSignals(trace.gradients());
    List<LossBin> lossBins = new ArrayList<>(windowZero(fits, gradients, region));
    if (regions.stable() instanceof StableRegion.Undetermined absent) {
      return new RunEquilibriumResult(equilibrium, lossBins, List.of(), absent.reason());
    }
    EntropyWindows cut = EntropyWindows.of(stable, bins.count(), settings.window());
    if (cut instanceof TooFew tooFew) {
      return new RunEquilibriumResult(equilibrium, lossBins, List.of(), tooFew.reason());
    }
    List<EntropyWindow> windows =
        new WindowAnalysis(trace, bins, stable, gradients)
            .rows(((Windows) cut).windows(), lossBins);
    return new RunEquilibriumResult(equilibrium, lossBins, windows, null);
  }

  private @Nullable BoltzmannFit alternateSource(LossBins bins, LossSeries region) {
    LossSeries half = region.everySecond(0);
    return BoltzmannFit.of(Occupancy.of(bins, half.losses()), effectiveSize(half)).orNull();
  }

  private Outcome<TwoTemperatureTest> temperatures(LossBins bins, LossSeries region) {
    int third = region.size() / 3;
    LossSeries first = region.sliceIndices(0, third);
    LossSeries last = region.sliceIndices(region.size() - third, region.size());
    if (third < 2) {
      return new Outcome.Undetermined<>(UndeterminedReason.TOO_FEW_VALUES);
    }
    return TwoTemperatureTest.of(
        Occupancy.of(bins, first.losses()),
        effectiveSize(first),
        Occupancy.of(bins, last.losses()),
        effectiveSize(last));
  }

  private double effectiveSize(LossSeries part) {
    return StatisticalInefficiency.of(part, trace.facts().sampling()).effectiveSize(part.size());
  }

  private List<LossBin> windowZero(
      BoltzmannFits fits, GradientSignals gradients, LossSeries region) {
    @Nullable Double[] signal = gradients.perSlot(fits.occupancy().bins(), region);
    return new LossBinRows(trace.run(), 0, fits.occupancy(), signal)
        .all(
            fits.source().orNull(),
            fits.densityOfStatesQuality() == null ? null : fits.densityOfStates().orNull());
  }

  private RunEquilibriumResult withoutFits(
      String reason, @Nullable SamplingNoiseShare share, SgdTemperature sgd) {
    Set<EquilibriumFlag> flags = EnumSet.noneOf(EquilibriumFlag.class);
    addSeriesFlags(flags);
    Equilibrium equilibrium =
        new Equilibrium(trace.run(), regions, null, null, null, null, share, sgd, flags, reason);
    return new RunEquilibriumResult(equilibrium, List.of(), List.of(), reason);
  }

  private Set<EquilibriumFlag> flags(
      EquilibriumRegion.Found found, BoltzmannFits fits, @Nullable SamplingNoiseShare share) {
    Set<EquilibriumFlag> flags = EnumSet.noneOf(EquilibriumFlag.class);
    addSeriesFlags(flags);
    if (found.verdict() == Verdict.DRIFTING) {
      flags.add(EquilibriumFlag.DRIFTING);
    }
    BoltzmannFit source = fits.source().orNull();
    if (source != null && source.isNegative()) {
      flags.add(EquilibriumFlag.NEGATIVE_BETA);
    }
    DensityOfStatesFit dos = fits.densityOfStates().orNull();
    if (dos != null && dos.seReason() == UndeterminedReason.E0_BOUNDARY) {
      flags.add(EquilibriumFlag.E0_BOUNDARY);
    }
    if (regions.energy() == EnergyKind.BATCH
        && share != null
        && share.value() > SamplingNoiseShare.HIGH) {
      flags.add(EquilibriumFlag.SAMPLING_NOISE);
    }
    return flags;
  }

  private void addSeriesFlags(Set<EquilibriumFlag> flags) {
    if (energies.nonFinite() > 0) {
      flags.add(EquilibriumFlag.NON_FINITE);
    }
    StatisticalInefficiency g = regions.inefficiency();
    if (g != null && g.basis() == StatisticalInefficiency.Basis.FEW_EPOCHS) {
      flags.add(EquilibriumFlag.FEW_EPOCHS);
    }
    if (regions.stable() instanceof StableRegion.Found found
        && found.scale() == StableRegion.LossScale.LINEAR) {
      flags.add(EquilibriumFlag.LINEAR_SCALE);
    }
  }

  private @Nullable SamplingNoiseShare samplingNoiseShare(long fromStep) {
    LossSeries full = trace.full();
    return SamplingNoiseShare.of(
        trace.batch().from(fromStep), full == null ? null : full.from(fromStep));
  }

  private double nEff() {
    Double nEff = regions.nEff();
    if (nEff == null) {
      throw new IllegalStateException("An equilibrium region without N_eff");
    }
    return nEff;
  }

  private @Nullable Double e0() {
    return settings.e0() == null ? trace.facts().e0() : settings.e0();
  }
}
