package io.thermograd.equilibrium;

import io.thermograd.equilibrium.EntropyWindow.GradientScope;
import io.thermograd.equilibrium.Outcome.Undetermined;
import io.thermograd.trace.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The entropies of the windows of one run's stable region, on the run's one grid. */
final class WindowAnalysis {
  private final RunTrace trace;
  private final LossBins bins;
  private final GradientSignals gradients;
  private final @Nullable Double[] stableSignal;

  WindowAnalysis(RunTrace trace, LossBins bins, LossSeries stable, GradientSignals gradients) {
    this.trace = trace;
    this.bins = bins;
    this.gradients = gradients;
    stableSignal = gradients.perSlot(bins, stable);
  }

  /** Rows of the windows, with the observed rates. */
  List<EntropyWindow> rows(List<LossSeries> windows, List<LossBin> lossBins) {
    List<EntropyWindow> rows = new ArrayList<>();
    for (LossSeries window : windows) {
      rows.add(row(window, rows.size() + 1, lossBins));
    }
    return IntStream.range(0, rows.size())
        .mapToObj(i -> rows.get(i).with(ObservedRate.at(rows, i)))
        .toList();
  }

  private EntropyWindow row(LossSeries window, int number, List<LossBin> lossBins) {
    Sampling sampling = trace.facts().sampling();
    double nEff = StatisticalInefficiency.of(window, sampling).effectiveSize(window.size());
    Occupancy occupancy = Occupancy.of(bins, window.losses());
    Outcome<BoltzmannFit> fit = BoltzmannFit.of(occupancy, nEff);
    EntropyEstimate entropy = entropy(bins, window);
    Outcome<DifferentialEntropy> differential =
        DifferentialEntropy.of(window.losses().toArray(), entropy.nEff());
    GradientScope scope = GradientScope.WINDOW;
    @Nullable Double[] signal = gradients.perSlot(bins, window);
    Outcome<EntropyRates> rates = rates(occupancy, fit, signal, window);
    if (rates.reason() == UndeterminedReason.GRADIENT_COVERAGE) {
      scope = GradientScope.STABLE_REGION;
      signal = stableSignal;
      rates = rates(occupancy, fit, signal, window);
    }
    LossBinRows rowsOfBins = new LossBinRows(trace.run(), number, occupancy, signal);
    lossBins.addAll(rowsOfBins.visited(fit.orNull()));
    return new EntropyWindow(
        trace.run(),
        number,
        window.step(0),
        window.step(window.size() - 1),
        window.size(),
        nEff,
        entropy,
        entropy(bins.coarsened(), window),
        entropy(bins.refined(), window),
        entropy(bins, window.everySecond(1)),
        differential,
        fit,
        rates,
        scope,
        trace.gradients().meanSignalError(window.epoch(0), window.epoch(window.size() - 1)),
        null,
        status(entropy, differential));
  }

  private EntropyEstimate entropy(LossBins bins, LossSeries window) {
    EntropyEstimate estimate = EntropyEstimate.of(bins, window, trace.facts().sampling()).orNull();
    if (estimate == null) {
      throw new IllegalStateException("No entropy of a window of " + window.size() + " losses");
    }
    return estimate;
  }

  private static EntropyStatus status(
      EntropyEstimate entropy, Outcome<DifferentialEntropy> differential) {
    return entropy.status() == EntropyStatus.OK
            && differential.reason() == UndeterminedReason.QUANTISED
        ? EntropyStatus.QUANTISED
        : entropy.status();
  }

  /** T5 and T6 at the window's visits in range, its own β, and |∇E|² per bin. */
  private Outcome<EntropyRates> rates(
      Occupancy occupancy,
      Outcome<BoltzmannFit> fit,
      @Nullable Double[] signal,
      LossSeries window) {
    Double lr = trace.learningRate().meanOver(window);
    if (!(fit instanceof Outcome.Determined<BoltzmannFit> fitted)) {
      UndeterminedReason reason = fit.reason();
      return new Undetermined<>(reason == null ? UndeterminedReason.ONE_BIN : reason);
    }
    if (lr == null) {
      return new Undetermined<>(UndeterminedReason.LR_UNKNOWN);
    }
    double inRange = occupancy.inRange();
    double[] p = new double[bins.count()];
    Arrays.setAll(p, i -> occupancy.inBin(i) / inRange);
    @Nullable Double[] inner = Arrays.copyOfRange(signal, 1, bins.count() + 1);
    BoltzmannLaw law = fitted.value().law();
    Outcome<EntropyRates> perTime = EntropyRates.of(p, law.energies(), inner, law.beta());
    return perTime instanceof Outcome.Determined<EntropyRates> known
        ? new Outcome.Determined<>(known.value().perIteration(lr))
        : perTime;
  }
}
