package io.thermograd.moments;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Standard errors and intervals of the whole model, and what else its covariances give. */
final class WholeModelErrors {
  private final Map<Quantity, Estimate> estimates = new EnumMap<>(Quantity.class);
  private final Map<Quantity, Interval> intervals = new EnumMap<>(Quantity.class);
  private final List<LayerEpoch> layers;
  private final LayerEpoch.Setting setting;
  private final WholeModelNoise noise;
  private final NoiseTerms terms;
  private final long n;

  private WholeModelErrors(List<LayerEpoch> layers, LayerEpoch whole, WholeModelNoise noise) {
    this.layers = layers;
    this.setting = whole.setting();
    this.noise = noise;
    terms = noise.terms();
    n = whole.counts().finite();
    estimates.putAll(whole.estimates());
  }

  /**
   * The whole model's row with all that its covariances give.
   *
   * @param layers the layers' rows
   * @param whole sums and ratios of them
   */
  static LayerEpoch added(List<LayerEpoch> layers, LayerEpoch whole, WholeModelNoise noise) {
    WholeModelErrors errors = new WholeModelErrors(layers, whole, noise);
    errors.add(whole);
    return new LayerEpoch(
        whole.key(),
        whole.counts(),
        whole.level(),
        whole.setting(),
        errors.estimates,
        errors.intervals,
        whole.flags());
  }

  private void add(LayerEpoch whole) {
    Double variance = whole.value(Quantity.GRAD_VARIANCE);
    Double mean = whole.value(Quantity.GRAD_MEAN_NORM);
    if (variance == null || mean == null || !(variance > 0)) {
      return;
    }
    secondMoment();
    SamplingErrors independent = SamplingErrors.of(terms, n, 0, 1.0 / n);
    error(Quantity.GRAD_VARIANCE, independent.ofVariance());
    overWeight(Quantity.SD_OVER_WEIGHT, independent.ofVariance() / (2 * Math.sqrt(variance)));
    Estimate rank = EffectiveRank.of(terms, variance, n);
    estimates.put(Quantity.EFFECTIVE_RANK, rank);
    Double fraction = setting.sampledFraction();
    if (fraction != null) {
      mean(mean, variance, fraction);
      test(rank, mean * mean, (1 - fraction) * variance / n);
    }
    Double signal = whole.value(Quantity.GRAD_SIGNAL_SQUARED);
    Double shrunk = noise.shrunk();
    if (signal != null && shrunk != null) {
      signal(signal, variance, shrunk);
    }
  }

  private void secondMoment() {
    double sum = noise.squaredNormsBetween() / n;
    for (LayerEpoch layer : layers) {
      Double error = layer.standardError(Quantity.GRAD_SECOND_MOMENT);
      sum += error == null ? 0 : error * error;
    }
    error(Quantity.GRAD_SECOND_MOMENT, Math.sqrt(Math.max(0, sum)));
  }

  private void mean(double mean, double variance, double fraction) {
    if (mean > 0) {
      SamplingErrors errors = SamplingErrors.of(terms, n, fraction, 1.0 / n);
      error(Quantity.GRAD_MEAN_NORM, errors.ofRoot(mean * mean));
      overWeight(Quantity.MEAN_OVER_WEIGHT, errors.ofRoot(mean * mean));
      error(Quantity.SNR, errors.ofRootRatio(mean * mean, variance));
    }
  }

  private void test(Estimate rank, double meanSquared, double errorOfMeanSquared) {
    // Absent for a whole epoch, as the layers' is.
    boolean whole =
        estimates.get(Quantity.NOISE_TEST_P) instanceof Estimate.Missing missing
            && missing.reason() == Absence.WHOLE_EPOCH;
    if (!whole && rank instanceof Estimate.Known known) {
      double p = NoiseTest.pValue(meanSquared, errorOfMeanSquared, known.value(), n);
      estimates.put(Quantity.NOISE_TEST_P, Estimate.of(p));
    }
  }

  private void signal(double signal, double variance, double shrunk) {
    SamplingErrors errors = SamplingErrors.ofShrunk(terms, n, shrunk);
    error(Quantity.GRAD_SIGNAL_SQUARED, errors.ofSignal());
    Double batch = setting.batchSize();
    if (signal > 0) {
      error(Quantity.SNR_CORRECTED, errors.ofRootRatio(signal, variance));
      if (batch != null) {
        error(Quantity.NOISE_SCALE, batch * errors.ofInverseRatio(signal, variance));
      }
    }
    double weighted = signal + shrunk * variance;
    intervals.putAll(
        new SignalInterval(Math.max(0, weighted), variance, terms, n, shrunk).all(batch));
  }

  private void overWeight(Quantity quantity, double error) {
    Double weightNorm = setting.weightNorm();
    if (weightNorm != null && weightNorm > 0) {
      error(quantity, error / weightNorm);
    }
  }

  private void error(Quantity quantity, @Nullable Double error) {
    if (estimates.get(quantity) instanceof Estimate.Known known) {
      estimates.put(quantity, Estimate.of(known.value(), error));
    }
  }
}
