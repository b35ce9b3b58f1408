package io.thermograd.moments;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the moments of an epoch's vectors estimate; at least one finite row. */
final class VectorEstimates {
  private final Map<Quantity, Estimate> estimates = new EnumMap<>(Quantity.class);
  private final Map<Quantity, Interval> intervals = new EnumMap<>(Quantity.class);
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private final CoordinateMoments moments;
  private final List<KeptStep> steps;
  private final EpochSampling sampling;
  private final double scale;
  private final @Nullable Double weightNorm;
  private final long n;
  private final double meanSquared;
  private final @Nullable Double variance;
  private final @Nullable NoiseStructure noise;
  private final @Nullable NoiseTerms terms;
  private int zeroVarianceCoordinates;

  VectorEstimates(
      VectorState.Folded vectors,
      EpochSampling sampling,
      double scale,
      @Nullable Double weightNorm,
      @Nullable Double secondMomentError) {
    moments = vectors.moments();
    steps = vectors.sample().inOrder();
    this.sampling = sampling;
    this.scale = scale;
    this.weightNorm = weightNorm;
    n = moments.count();
    meanSquared = scale * moments.meanSquared();
    double centralSum = scale * moments.centralSum();
    variance = n < 2 ? null : (Double) (centralSum / (n - 1));
    noise =
        variance == null || variance == 0
            ? null
            : NoiseStructure.of(steps, moments, vectors.sample().sketch());
    terms = noise == null ? null : noise.terms(scale);
    double secondMoment = meanSquared + centralSum / n;
    put(Quantity.GRAD_SECOND_MOMENT, Estimate.of(secondMoment, secondMomentError));
    if (secondMoment == 0) {
      flags.add(Flag.DEAD);
    }
    meanAndVariance();
    signal();
    floorAndTest();
    drift();
    perCoordinate();
  }

  Map<Quantity, Estimate> estimates() {
    return estimates;
  }

  Map<Quantity, Interval> intervals() {
    return intervals;
  }

  /** What the whole model needs of these gradients; null with too few. */
  @Nullable StepNoise stepNoise() {
    Double fraction = sampling.weightedFraction();
    Double shrunk =
        fraction == null ? null : (Double) ((1 - fraction) * sampling.harmonicOverSum());
    return noise == null ? null : StepNoise.of(steps, noise, scale, shrunk);
  }

  Set<Flag> flags() {
    return flags;
  }

  int zeroVarianceCoordinates() {
    return zeroVarianceCoordinates;
  }

  private void meanAndVariance() {
    double mean = Math.sqrt(meanSquared);
    SamplingErrors errors = errors(sampling.fraction(), 1.0 / n);
    Double meanError = errors == null || mean == 0 ? null : (Double) errors.ofRoot(meanSquared);
    put(Quantity.GRAD_MEAN_NORM, Estimate.of(mean, meanError));
    put(Quantity.MEAN_OVER_WEIGHT, overWeight(mean, meanError));
    if (variance == null) {
      putMissing(
          Absence.FEW_BATCHES, Quantity.GRAD_VARIANCE, Quantity.SNR, Quantity.SD_OVER_WEIGHT);
      return;
    }
    Double varianceError = errorOfVariance();
    put(Quantity.GRAD_VARIANCE, Estimate.of(variance, varianceError));
    if (terms != null && terms.heavyTailed()) {
      flags.add(Flag.HEAVY_TAILS);
    }
    double sd = Math.sqrt(variance);
    Double sdError = varianceError == null || sd == 0 ? null : (Double) (varianceError / (2 * sd));
    put(Quantity.SD_OVER_WEIGHT, overWeight(sd, sdError));
    if (variance == 0) {
      putMissing(nothingVaries(), Quantity.SNR);
      return;
    }
    Double snrError =
        errors == null || mean == 0 ? null : (Double) errors.ofRootRatio(meanSquared, variance);
    put(Quantity.SNR, Estimate.of(mean / sd, snrError));
  }

  private Absence nothingVaries() {
    return meanSquared == 0 ? Absence.DEAD : Absence.ZERO_VARIANCE;
  }

  private @Nullable Double errorOfVariance() {
    SamplingErrors independent = errors(0.0, 1.0 / n);
    return independent == null ? null : (Double) independent.ofVariance();
  }

  private Estimate overWeight(double value, @Nullable Double error) {
    if (weightNorm == null || !(weightNorm > 0)) {
      return Estimate.missing(Absence.NOT_LOGGED);
    }
    return Estimate.of(value / weightNorm, error == null ? null : (Double) (error / weightNorm));
  }

  private void signal() {
    Double fraction = sampling.weightedFraction();
    Absence reason = null;
    if (fraction == null) {
      reason = Absence.BATCH_SIZE_UNKNOWN;
    } else if (variance == null && fraction < 1) {
      reason = Absence.FEW_BATCHES;
    }
    if (fraction == null || reason != null) {
      putMissing(
          reason == null ? Absence.BATCH_SIZE_UNKNOWN : reason,
          Quantity.GRAD_SIGNAL_SQUARED,
          Quantity.SNR_CORRECTED,
          Quantity.NOISE_SCALE);
      return;
    }
    double weighted = scale * moments.weightedMeanSquared();
    double signal =
        SignalSquared.of(
            weighted, variance == null ? 0 : variance, fraction, sampling.harmonicOverSum());
    SamplingErrors errors = errors(fraction, sampling.harmonicOverSum());
    put(
        Quantity.GRAD_SIGNAL_SQUARED,
        Estimate.of(signal, errors == null ? null : (Double) errors.ofSignal()));
    ratios(signal, errors);
    if (terms != null && variance != null) {
      double shrunk = (1 - fraction) * sampling.harmonicOverSum();
      SignalInterval interval = new SignalInterval(weighted, variance, terms, n, shrunk);
      intervals.putAll(interval.all(sampling.harmonicBatch()));
    }
  }

  private void ratios(double signal, @Nullable SamplingErrors errors) {
    if (variance == null || variance == 0 || !(signal > 0)) {
      Absence reason = Absence.SIGNAL_NOT_POSITIVE;
      if (variance == null) {
        reason = Absence.FEW_BATCHES;
      } else if (variance == 0) {
        reason = nothingVaries();
      }
      putMissing(reason, Quantity.SNR_CORRECTED, Quantity.NOISE_SCALE);
      return;
    }
    double snr = Math.sqrt(signal / variance);
    put(
        Quantity.SNR_CORRECTED,
        Estimate.of(snr, errors == null ? null : (Double) errors.ofRootRatio(signal, variance)));
    Double batch = sampling.harmonicBatch();
    if (batch == null) {
      putMissing(Absence.BATCH_SIZE_UNKNOWN, Quantity.NOISE_SCALE);
      return;
    }
    Double error =
        errors == null ? null : (Double) (batch * errors.ofInverseRatio(signal, variance));
    put(Quantity.NOISE_SCALE, Estimate.of(batch * variance / signal, error));
  }

  private void floorAndTest() {
    Estimate rank = rank();
    put(Quantity.EFFECTIVE_RANK, rank);
    Double fraction = sampling.fraction();
    if (fraction == null || sampling.whole()) {
      Absence reason = fraction == null ? Absence.BATCH_SIZE_UNKNOWN : Absence.WHOLE_EPOCH;
      putMissing(reason, Quantity.SNR_NOISE_FLOOR, Quantity.NOISE_TEST_P);
      return;
    }
    put(Quantity.SNR_NOISE_FLOOR, Estimate.of(Math.sqrt((1 - fraction) / n)));
    if (variance != null && rank instanceof Estimate.Known known) {
      double error = (1 - fraction) * variance / n;
      double p = NoiseTest.pValue(meanSquared, error, known.value(), n);
      put(Quantity.NOISE_TEST_P, Estimate.of(p));
    } else {
      put(Quantity.NOISE_TEST_P, rank);
    }
  }

  private Estimate rank() {
    if (variance == null) {
      return Estimate.missing(Absence.FEW_BATCHES);
    }
    if (variance == 0) {
      return Estimate.missing(nothingVaries());
    }
    if (noise == null) {
      return Estimate.missing(Absence.FEW_BATCHES);
    }
    return EffectiveRank.of(noise, variance / scale, n);
  }

  private void drift() {
    Quantity quantity = Quantity.GRAD_VARIANCE_DRIFT_ROBUST;
    if (variance == null || noise == null) {
      putMissing(
          variance != null && variance == 0 ? nothingVaries() : Absence.FEW_BATCHES, quantity);
      return;
    }
    DriftRobustVariance robust = DriftRobustVariance.of(steps, noise);
    if (robust == null) {
      putMissing(Absence.NO_CONSECUTIVE_STEPS, quantity);
      return;
    }
    Double plainError = errorOfVariance();
    double ratioError = robust.relativeError() * variance;
    put(
        quantity,
        Estimate.of(
            robust.ratio() * variance,
            plainError == null ? null : (Double) Math.hypot(ratioError, plainError)));
    if (robust.relativeError() > 0 && robust.moving()) {
      flags.add(Flag.MOVING);
    }
  }

  private void perCoordinate() {
    if (variance == null) {
      putMissing(Absence.FEW_BATCHES, Quantity.GSNR);
      return;
    }
    double[] variances = moments.variances();
    for (double v : variances) {
      zeroVarianceCoordinates += v > 0 ? 0 : 1;
    }
    if (zeroVarianceCoordinates > 0) {
      flags.add(Flag.ZERO_VARIANCE_COORDINATES);
    }
    Double fraction = sampling.fraction();
    put(
        Quantity.GSNR,
        fraction == null
            ? Estimate.missing(Absence.BATCH_SIZE_UNKNOWN)
            : Gsnr.of(moments.mean(), variances, n, fraction));
  }

  private @Nullable SamplingErrors errors(@Nullable Double fraction, double harmonicOverSum) {
    return terms == null || fraction == null
        ? null
        : SamplingErrors.of(terms, n, fraction, harmonicOverSum);
  }

  private void putMissing(Absence reason, Quantity... quantities) {
    for (Quantity quantity : quantities) {
      put(quantity, Estimate.missing(reason));
    }
  }

  private void put(Quantity quantity, Estimate estimate) {
    estimates.put(quantity, estimate);
  }
}
