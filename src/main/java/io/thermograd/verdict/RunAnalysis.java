package io.thermograd.verdict;

import io.thermograd.decay.BetaSource;
import io.thermograd.decay.DecayAnalysis;
import io.thermograd.decay.DecayFindings;
import io.thermograd.decay.HalfLifeDrift;
import io.thermograd.decay.HalfLifePoint;
import io.thermograd.decay.HalfLifeSeries;
import io.thermograd.decay.LayerEpochGradient;
import io.thermograd.equilibrium.EpochGradients;
import io.thermograd.equilibrium.LearningRate;
import io.thermograd.equilibrium.RunEquilibrium;
import io.thermograd.equilibrium.RunEquilibriumResult;
import io.thermograd.equilibrium.RunTrace;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.LayerKey;
import io.thermograd.moments.LayerMoments;
import io.thermograd.moments.Quantity;
import io.thermograd.moments.WholeModel;
import io.thermograd.signal.BlockBootstrapTrendTest;
import io.thermograd.signal.LayerPhases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The analysis of one run, from its moments and scalar series to half-lives. */
public final class RunAnalysis {
  private final RunInput input;
  private final AnalysisSettings settings;
  private final TreeMap<String, List<LayerEpochNoise>> layers = new TreeMap<>();
  private final List<LayerEpoch> wholeModel;

  private RunAnalysis(RunInput input, AnalysisSettings settings) {
    this.input = input;
    this.settings = settings;
    for (LayerEpochNoise row : input.layers()) {
      layers.computeIfAbsent(row.moments().key().layer(), layer -> new ArrayList<>()).add(row);
    }
    Comparator<LayerEpochNoise> byEpoch =
        Comparator.comparingInt(row -> row.moments().key().epoch());
    layers.values().forEach(rows -> rows.sort(byEpoch));
    this.wholeModel = wholeModel();
  }

  /** Analyses one run; bad data end as outcomes with reasons. */
  public static RunFindings of(RunInput input, AnalysisSettings settings) {
    return new RunAnalysis(input, settings).findings();
  }

  private RunFindings findings() {
    List<LayerPhases> phases = new ArrayList<>();
    RunPhases signals = new RunPhases(input.run(), input.steps(), settings.decay().seed());
    if (!wholeModel.isEmpty()) {
      phases.add(
          signals.of(
              wholeModel.stream()
                  .map(row -> new LayerEpochNoise(new LayerMoments(row, null), null))
                  .toList()));
    }
    layers.values().forEach(rows -> phases.add(signals.of(rows)));
    RunEquilibriumResult equilibrium = RunEquilibrium.analyse(trace(), settings.equilibrium());
    RunBeta ofRun = RunBeta.of(equilibrium.equilibrium());
    Double beta = ofRun == null ? null : (Double) ofRun.beta();
    DecayFindings decay =
        new DecayAnalysis(settings.decay())
            .analyse(
                EntropyGridsOfWindows.of(equilibrium.windows(), wholeModel, learningRate(), beta));
    List<HalfLifePoint> halfLives = halfLives(equilibrium, beta);
    return new RunFindings(
        input,
        wholeModel,
        phases,
        equilibrium,
        decay,
        WindowTheory.of(equilibrium, learningRate()),
        halfLives,
        drift(halfLives));
  }

  private List<LayerEpoch> wholeModel() {
    TreeMap<Integer, List<LayerMoments>> epochs = new TreeMap<>();
    for (LayerEpochNoise row : input.layers()) {
      epochs
          .computeIfAbsent(row.moments().key().epoch(), epoch -> new ArrayList<>())
          .add(row.layer());
    }
    return epochs.values().stream().map(rows -> WholeModel.of(rows, layers.size())).toList();
  }

  private LearningRate learningRate() {
    return input.steps().learningRate(input.facts().lr());
  }

  private RunTrace trace() {
    StepSeries steps = input.steps();
    return new RunTrace(
        input.run(),
        steps.batchLosses(),
        steps.fullLosses(),
        gradients(),
        learningRate(),
        paramCount(),
        input.facts());
  }

  private EpochGradients gradients() {
    List<LayerEpoch> known =
        wholeModel.stream().filter(row -> row.value(Quantity.GRAD_VARIANCE) != null).toList();
    int[] epoch = known.stream().mapToInt(row -> row.key().epoch()).toArray();
    double[] variance = known.stream().mapToDouble(RunAnalysis::variance).toArray();
    @Nullable Double[] signal =
        known.stream().map(row -> row.value(Quantity.GRAD_SIGNAL_SQUARED)).toArray(Double[]::new);
    @Nullable Double[] error =
        known.stream()
            .map(row -> row.standardError(Quantity.GRAD_SIGNAL_SQUARED))
            .toArray(Double[]::new);
    return new EpochGradients(epoch, variance, signal, error);
  }

  private static double variance(LayerEpoch row) {
    return Objects.requireNonNull(row.value(Quantity.GRAD_VARIANCE), "variance");
  }

  private @Nullable Long paramCount() {
    LayerEpoch last = wholeModel.isEmpty() ? null : wholeModel.get(wholeModel.size() - 1);
    return last == null ? null : last.setting().paramCount();
  }

  private List<HalfLifePoint> halfLives(RunEquilibriumResult equilibrium, @Nullable Double beta) {
    Map<BetaSource, Double> ofRun = new EnumMap<>(BetaSource.class);
    if (beta != null) {
      ofRun.put(BetaSource.BOLTZMANN, beta);
    }
    Double sgd = equilibrium.equilibrium().sgd().beta();
    if (sgd != null) {
      ofRun.put(BetaSource.SGD, sgd);
    }
    Stream<LayerEpoch> rows =
        Stream.concat(
            wholeModel.stream(),
            layers.values().stream().flatMap(List::stream).map(LayerEpochNoise::moments));
    return HalfLifeSeries.of(rows.map(row -> gradientOf(row, ofRun)).toList());
  }

  private HalfLifeDrift drift(List<HalfLifePoint> halfLives) {
    List<HalfLifePoint> ofModel =
        halfLives.stream()
            .filter(
                point ->
                    point.layer().equals(LayerKey.WHOLE_MODEL)
                        && point.betaSource() == BetaSource.BOLTZMANN)
            .toList();
    BlockBootstrapTrendTest test = BlockBootstrapTrendTest.seeded(settings.decay().seed());
    return HalfLifeDrift.of(ofModel, test, input.run(), "half_life");
  }

  private static LayerEpochGradient gradientOf(LayerEpoch row, Map<BetaSource, Double> ofRun) {
    Map<BetaSource, Double> beta = new EnumMap<>(BetaSource.class);
    beta.putAll(ofRun);
    Double snr = row.value(Quantity.SNR);
    if (snr != null) {
      beta.put(BetaSource.LAYER_SNR, snr);
    }
    LayerKey key = row.key();
    return new LayerEpochGradient(
        key.layer(),
        key.epoch(),
        row.setting().lr(),
        row.value(Quantity.GRAD_SIGNAL_SQUARED),
        row.value(Quantity.GRAD_SECOND_MOMENT),
        beta);
  }
}
