package io.thermograd.moments;

import io.thermograd.trace.GradKind;
import io.thermograd.trace.OptimizerFamily;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import io.thermograd.trace.TraceLevel;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a state into a row of layer_epoch: what the trace level allows, the rest with reasons. */
final class LayerEpochEstimator {
  /** Below this many mini-batches intervals cover less than they say. */
  private static final int FEW = 20;

  private final GradientMoments state;
  private final LayerKey key;
  private final RunFacts facts;
  private final long superseded;
  private final Map<Quantity, Estimate> estimates = new EnumMap<>(Quantity.class);
  private final Map<Quantity, Interval> intervals = new EnumMap<>(Quantity.class);
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);

  LayerEpochEstimator(GradientMoments state, LayerKey key, RunFacts facts, long superseded) {
    this.state = state;
    this.key = key;
    this.facts = facts;
    this.superseded = superseded;
  }

  private @Nullable StepNoise stepNoise;

  LayerMoments result() {
    VectorState.Folded vectors = state.vectors();
    TraceLevel level = level();
    boolean empty = state.finiteRows() == 0;
    for (Quantity quantity : Quantity.values()) {
      put(quantity, Estimate.missing(empty ? Absence.NO_FINITE_ROWS : Absence.LEVEL));
    }
    EpochSampling sampling = EpochSampling.of(state.batches(), coverage(), facts);
    Integer constants = null;
    if (!empty) {
      commonFlags(sampling);
      loggedNorms();
      if (vectors != null && vectors.moments().count() > 0) {
        constants = vectorLevel(vectors, sampling);
      } else {
        scalarLevel(level, sampling);
      }
    }
    LayerEpoch.Counts counts =
        new LayerEpoch.Counts(state.finiteRows(), state.nonFiniteRows(), superseded);
    LayerEpoch.Setting setting = setting(sampling, constants);
    return new LayerMoments(
        new LayerEpoch(key, counts, level, setting, estimates, intervals, flags), stepNoise);
  }

  private EpochSampling.Coverage coverage() {
    long rows = state.finiteRows() + state.nonFiniteRows();
    LoggedSettings logged = state.settings();
    return EpochSampling.Coverage.of(rows, logged.firstStep(), logged.lastStep());
  }

  private TraceLevel level() {
    if (state.dimension() > 0) {
      return TraceLevel.VECTOR;
    }
    if (state.loggedNorms().count() == 0) {
      return state.elementNorms().count() > 0 ? TraceLevel.ELEMENT : TraceLevel.NORM;
    }
    return state.dots().count() > 0 ? TraceLevel.DOT : TraceLevel.NORM;
  }

  private void commonFlags(EpochSampling sampling) {
    flag(state.settings().clipped(), Flag.CLIPPED);
    flag(sampling.whole(), Flag.WHOLE_EPOCH);
    flag(state.finiteRows() < FEW, Flag.FEW_BATCHES);
    boolean shuffled = facts.sampling() == Sampling.SHUFFLED;
    boolean assumed = shuffled && sampling.datasetSize() == null;
    flag(assumed && sampling.fraction() != null, Flag.DATASET_SIZE_ASSUMED);
    flag(assumed && sampling.fraction() == null, Flag.SPARSE_STEPS);
    boolean unscaled = state.settings().kind() == GradKind.SAMPLE;
    flag(unscaled && state.settings().paramCount() == null, Flag.UNSCALED_SAMPLE);
    flag(optimizer() == null, Flag.OPTIMIZER_ASSUMED);
  }

  private void loggedNorms() {
    ScalarMoments norms = state.loggedNorms();
    put(
        Quantity.GRAD_SQ_NORM_MEAN,
        norms.count() == 0
            ? Estimate.missing(Absence.NOT_LOGGED)
            : Estimate.of(norms.mean(), errorOfMean(norms)));
  }

  private int vectorLevel(VectorState.Folded vectors, EpochSampling sampling) {
    LoggedSettings settings = state.settings();
    double scale = NormScale.of(settings.kind(), settings.paramCount(), state.dimension());
    Double secondMomentError = errorOfMean(state.vectorNorms());
    VectorEstimates result =
        new VectorEstimates(
            vectors,
            sampling,
            scale,
            settings.weightNorm(),
            secondMomentError == null ? null : (Double) (scale * secondMomentError));
    estimates.putAll(result.estimates());
    intervals.putAll(result.intervals());
    flags.addAll(result.flags());
    stepNoise = result.stepNoise();
    put(Quantity.WEIGHT_NOISE_ENTROPY, entropy(vectors.moments()));
    return result.zeroVarianceCoordinates();
  }

  private Estimate entropy(CoordinateMoments moments) {
    if (OptimizerFamily.of(optimizer()) == OptimizerFamily.OTHER) {
      return Estimate.missing(Absence.NOT_SGD);
    }
    if (moments.count() < 2) {
      return Estimate.missing(Absence.FEW_BATCHES);
    }
    Double lr = lr();
    if (lr == null) {
      return Estimate.missing(Absence.NOT_LOGGED);
    }
    Double logLr = state.settings().lr() == null ? logOf(lr) : state.settings().logLr();
    if (logLr == null) {
      return Estimate.missing(Absence.LR_NOT_POSITIVE);
    }
    return WeightNoiseEntropy.of(moments.variances(), logLr, moments.count());
  }

  private static @Nullable Double logOf(double value) {
    return value > 0 ? (Double) Math.log(value) : null;
  }

  private void scalarLevel(TraceLevel level, EpochSampling sampling) {
    ScalarMoments norms = level == TraceLevel.ELEMENT ? state.elementNorms() : state.loggedNorms();
    if (norms.count() == 0) {
      put(Quantity.GRAD_SECOND_MOMENT, Estimate.missing(Absence.NOT_LOGGED));
      return;
    }
    put(Quantity.GRAD_SECOND_MOMENT, Estimate.of(norms.mean(), errorOfMean(norms)));
    boolean dead = norms.mean() == 0;
    flag(dead, Flag.DEAD);
    if (level == TraceLevel.DOT) {
      dotLevel(DotLevel.of(norms.mean(), state.dots().mean()), sampling, dead);
    }
  }

  private void dotLevel(DotLevel dots, EpochSampling sampling, boolean dead) {
    put(Quantity.GRAD_VARIANCE, Estimate.of(dots.variance()));
    put(Quantity.GRAD_VARIANCE_DRIFT_ROBUST, Estimate.of(dots.variance()));
    Double share = batchShare(sampling);
    if (share == null) {
      Absence reason =
          sampling.datasetSize() == null
              ? Absence.DATASET_SIZE_UNKNOWN
              : Absence.BATCH_SIZE_UNKNOWN;
      put(Quantity.GRAD_SIGNAL_SQUARED, Estimate.missing(reason));
      put(Quantity.SNR_CORRECTED, Estimate.missing(reason));
      put(Quantity.NOISE_SCALE, Estimate.missing(reason));
      return;
    }
    double signal = dots.signalSquared(share);
    put(Quantity.GRAD_SIGNAL_SQUARED, Estimate.of(signal));
    if (dead || !(dots.variance() > 0) || !(signal > 0)) {
      Absence reason = dead ? Absence.DEAD : Absence.SIGNAL_NOT_POSITIVE;
      Absence why = !dead && !(dots.variance() > 0) ? Absence.ZERO_VARIANCE : reason;
      put(Quantity.SNR_CORRECTED, Estimate.missing(why));
      put(Quantity.NOISE_SCALE, Estimate.missing(why));
      return;
    }
    put(Quantity.SNR_CORRECTED, Estimate.of(Math.sqrt(signal / dots.variance())));
    Double batch = sampling.harmonicBatch();
    put(
        Quantity.NOISE_SCALE,
        batch == null
            ? Estimate.missing(Absence.BATCH_SIZE_UNKNOWN)
            : Estimate.of(batch * dots.variance() / signal));
  }

  private @Nullable Double batchShare(EpochSampling sampling) {
    if (facts.sampling() == Sampling.WITH_REPLACEMENT) {
      return 0.0;
    }
    if (sampling.datasetSize() == null || sampling.harmonicBatch() == null) {
      return null;
    }
    return sampling.harmonicBatch() / sampling.datasetSize();
  }

  private LayerEpoch.Setting setting(EpochSampling sampling, @Nullable Integer constants) {
    LoggedSettings logged = state.settings();
    int dimension = state.dimension();
    boolean whole = dimension > 0 && (logged.kind() == null || logged.kind() == GradKind.FULL);
    Long inferred = whole ? (Long) (long) dimension : null;
    return new LayerEpoch.Setting(
        dimension == 0 ? null : (Integer) dimension,
        logged.paramCount() == null ? inferred : logged.paramCount(),
        constants,
        logged.weightNorm(),
        lr(),
        state.finiteRows() == 0 ? null : sampling.harmonicBatch(),
        logged.momentum() == null ? facts.momentum() : logged.momentum(),
        optimizer(),
        state.finiteRows() == 0 ? null : sampling.fraction(),
        logged.firstStep(),
        logged.lastStep());
  }

  private @Nullable Double lr() {
    return state.settings().lr() == null ? facts.lr() : state.settings().lr();
  }

  private @Nullable String optimizer() {
    String logged = state.settings().optimizer();
    return logged == null ? facts.optimizer() : logged;
  }

  private static @Nullable Double errorOfMean(ScalarMoments moments) {
    long n = moments.count();
    return n < 2 ? null : (Double) Math.sqrt(moments.variance() / n);
  }

  private void put(Quantity quantity, Estimate estimate) {
    estimates.put(quantity, estimate);
  }

  private void flag(boolean holds, Flag flag) {
    if (holds) {
      flags.add(flag);
    }
  }
}
