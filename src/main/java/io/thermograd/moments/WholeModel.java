package io.thermograd.moments;

import io.thermograd.trace.TraceLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> The row of all layers of one run and epoch together, layer {@code *}: the
 * gradient of the whole model is the layers' gradients side by side.
 *
 * <p><b>Estimator.</b> Sums over the layers of ‖ḡ‖², trΣ, E‖g‖², ‖G‖² and ‖W‖², then the ratios;
 * GSNR is weighted by the coordinates that vary times D/d. n is the smallest of the layers', the
 * other counts are summed.
 *
 * <p><b>Bias.</b> That of the sums' terms.
 *
 * <p><b>Edge cases.</b> When a layer of the run has no row in the epoch, every quantity is absent;
 * a sum with an absent term is for that term's reason. What needs covariances between the layers is
 * absent where {@link WholeModelNoise} is.
 *
 * <p><b>Errors.</b> As a layer's, from {@link WholeModelNoise}. None of the weight norms, of the
 * logged norms' mean and of the drift-robust trΣ: nothing kept says how the layers' errors
 * correlate.
 */
public final class WholeModel {
  private final List<LayerEpoch> layers;
  private final @Nullable WholeModelNoise noise;
  private final Map<Quantity, Estimate> estimates = new EnumMap<>(Quantity.class);

  private WholeModel(List<LayerMoments> layers) {
    this.layers = layers.stream().map(LayerMoments::row).toList();
    noise = WholeModelNoise.of(layers);
  }

  /**
   * The whole model's row.
   *
   * @param layers of one run and epoch, at least one
   * @param layersOfRun how many layers the run has
   */
  public static LayerEpoch of(List<LayerMoments> layers, int layersOfRun) {
    if (layers.isEmpty() || layers.size() > layersOfRun) {
      throw new IllegalArgumentException(
          "Invalid layers: " + layers.size() + " rows of " + layersOfRun + " layers");
    }
    List<LayerMoments> ordered = new ArrayList<>(layers);
    // Sums in a fixed order are the same from any partitioning.
    ordered.sort(Comparator.comparing(layer -> layer.row().key().layer()));
    return new WholeModel(ordered).row(layersOfRun);
  }

  private LayerEpoch row(int layersOfRun) {
    LayerKey first = layers.get(0).key();
    LayerKey key = new LayerKey(first.run(), LayerKey.WHOLE_MODEL, first.epoch());
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    TraceLevel level = TraceLevel.VECTOR;
    for (LayerEpoch layer : layers) {
      if (!layer.key().run().equals(key.run()) || layer.key().epoch() != key.epoch()) {
        throw new IllegalArgumentException("Invalid layers: of several runs or epochs");
      }
      flags.addAll(layer.flags());
      level = layer.level().compareTo(level) < 0 ? layer.level() : level;
    }
    onlyIfEvery(flags, Flag.DEAD);
    LayerEpoch.Setting setting = setting();
    if (layers.size() < layersOfRun) {
      flags.add(Flag.LAYER_MISSING);
      for (Quantity quantity : Quantity.values()) {
        estimates.put(quantity, Estimate.missing(Absence.LAYER_MISSING));
      }
    } else {
      estimate(setting);
    }
    LayerEpoch row =
        new LayerEpoch(
            key, counts(), level, setting, estimates, new EnumMap<>(Quantity.class), flags);
    return noise == null || layers.size() < layersOfRun
        ? row
        : WholeModelErrors.added(layers, row, noise);
  }

  private void onlyIfEvery(Set<Flag> flags, Flag flag) {
    if (!layers.stream().allMatch(layer -> layer.flags().contains(flag))) {
      flags.remove(flag);
    }
  }

  private LayerEpoch.Counts counts() {
    long finite = Long.MAX_VALUE;
    long nonFinite = 0;
    long superseded = 0;
    for (LayerEpoch layer : layers) {
      finite = Math.min(finite, layer.counts().finite());
      nonFinite += layer.counts().nonFinite();
      superseded += layer.counts().superseded();
    }
    return new LayerEpoch.Counts(finite, nonFinite, superseded);
  }

  private void estimate(LayerEpoch.Setting setting) {
    Estimate meanSquared = sum(Quantity.GRAD_MEAN_NORM, v -> v * v);
    Estimate variance = sum(Quantity.GRAD_VARIANCE, v -> v);
    Estimate signal = sum(Quantity.GRAD_SIGNAL_SQUARED, v -> v);
    estimates.put(Quantity.GRAD_MEAN_NORM, map(meanSquared, Math::sqrt));
    estimates.put(Quantity.GRAD_VARIANCE, variance);
    estimates.put(Quantity.GRAD_SIGNAL_SQUARED, signal);
    for (Quantity plain :
        List.of(
            Quantity.GRAD_SECOND_MOMENT,
            Quantity.GRAD_SQ_NORM_MEAN,
            Quantity.GRAD_VARIANCE_DRIFT_ROBUST,
            Quantity.WEIGHT_NOISE_ENTROPY)) {
      estimates.put(plain, sum(plain, v -> v));
    }
    estimates.put(Quantity.SNR, rootRatio(meanSquared, variance));
    estimates.put(Quantity.SNR_CORRECTED, correctedSnr(signal, variance));
    estimates.put(Quantity.NOISE_SCALE, noiseScale(signal, variance, setting.batchSize()));
    estimates.put(Quantity.SNR_NOISE_FLOOR, floor());
    estimates.put(Quantity.GSNR, gsnr());
    Estimate weight = weightSquared(setting.weightNorm());
    estimates.put(Quantity.MEAN_OVER_WEIGHT, rootRatio(meanSquared, weight));
    estimates.put(Quantity.SD_OVER_WEIGHT, rootRatio(variance, weight));
    estimates.put(Quantity.EFFECTIVE_RANK, firstMissing(Quantity.EFFECTIVE_RANK));
    estimates.put(Quantity.NOISE_TEST_P, firstMissing(Quantity.NOISE_TEST_P));
  }

  /** Why the layers have none; else that their covariances aren't known. */
  private Estimate firstMissing(Quantity quantity) {
    for (LayerEpoch layer : layers) {
      if (layer.absence(quantity) != null) {
        return layer.estimate(quantity);
      }
    }
    return Estimate.missing(Absence.NOT_ADDITIVE);
  }

  private Estimate sum(Quantity quantity, Function<Double, Double> term) {
    double sum = 0;
    for (LayerEpoch layer : layers) {
      Double value = layer.value(quantity);
      if (value == null) {
        return layer.estimate(quantity);
      }
      sum += term.apply(value);
    }
    return Estimate.of(sum);
  }

  private static Estimate map(Estimate estimate, Function<Double, Double> function) {
    return estimate instanceof Estimate.Known known
        ? Estimate.of(function.apply(known.value()))
        : estimate;
  }

  private static Estimate rootRatio(Estimate numerator, Estimate denominator) {
    if (!(numerator instanceof Estimate.Known top)) {
      return numerator;
    }
    if (!(denominator instanceof Estimate.Known bottom)) {
      return denominator;
    }
    if (!(bottom.value() > 0)) {
      return Estimate.missing(top.value() == 0 ? Absence.DEAD : Absence.ZERO_VARIANCE);
    }
    return Estimate.of(Math.sqrt(top.value() / bottom.value()));
  }

  private static Estimate correctedSnr(Estimate signal, Estimate variance) {
    boolean positive = !(signal instanceof Estimate.Known known) || known.value() > 0;
    return positive ? rootRatio(signal, variance) : notPositive(variance);
  }

  private static Estimate notPositive(Estimate variance) {
    boolean dead = variance instanceof Estimate.Known known && known.value() == 0;
    return Estimate.missing(dead ? Absence.DEAD : Absence.SIGNAL_NOT_POSITIVE);
  }

  private static Estimate noiseScale(Estimate signal, Estimate variance, @Nullable Double batch) {
    Estimate snr = correctedSnr(signal, variance);
    if (!(snr instanceof Estimate.Known known)) {
      return snr;
    }
    if (batch == null) {
      return Estimate.missing(Absence.BATCH_SIZE_UNKNOWN);
    }
    return Estimate.of(batch / (known.value() * known.value()));
  }

  /** The highest of the layers': that of the fewest batches. */
  private Estimate floor() {
    double highest = 0;
    for (LayerEpoch layer : layers) {
      Double value = layer.value(Quantity.SNR_NOISE_FLOOR);
      if (value == null) {
        return layer.estimate(Quantity.SNR_NOISE_FLOOR);
      }
      highest = Math.max(highest, value);
    }
    return Estimate.of(highest);
  }

  private Estimate gsnr() {
    double sum = 0;
    double weights = 0;
    for (LayerEpoch layer : layers) {
      Double value = layer.value(Quantity.GSNR);
      LayerEpoch.Setting setting = layer.setting();
      Integer dimension = setting.dimension();
      Integer constants = setting.zeroVarianceCoordinates();
      if (value == null || dimension == null || constants == null) {
        return value == null ? layer.estimate(Quantity.GSNR) : Estimate.missing(Absence.NOT_LOGGED);
      }
      double parameters = setting.paramCount() == null ? dimension : setting.paramCount();
      double weight = parameters * (dimension - constants) / dimension;
      sum += weight * value;
      weights += weight;
    }
    return Estimate.of(sum / weights);
  }

  private static Estimate weightSquared(@Nullable Double weightNorm) {
    return weightNorm == null || !(weightNorm > 0)
        ? Estimate.missing(Absence.NOT_LOGGED)
        : Estimate.of(weightNorm * weightNorm);
  }

  private LayerEpoch.Setting setting() {
    Double weightSquared = sumOf(s -> square(s.weightNorm()));
    Double paramCount =
        sumOf(s -> s.paramCount() == null ? null : (Double) (double) s.paramCount());
    Double constants =
        sumOf(s -> s.zeroVarianceCoordinates() == null ? null : s.zeroVarianceCoordinates() + 0.0);
    Double dimension = sumOf(s -> s.dimension() == null ? null : s.dimension() + 0.0);
    return new LayerEpoch.Setting(
        dimension == null ? null : (Integer) dimension.intValue(),
        paramCount == null ? null : (Long) paramCount.longValue(),
        constants == null ? null : (Integer) constants.intValue(),
        weightSquared == null ? null : (Double) Math.sqrt(weightSquared),
        common(LayerEpoch.Setting::lr),
        common(LayerEpoch.Setting::batchSize),
        common(LayerEpoch.Setting::momentum),
        common(LayerEpoch.Setting::optimizer),
        common(LayerEpoch.Setting::sampledFraction),
        common(LayerEpoch.Setting::firstStep),
        common(LayerEpoch.Setting::lastStep));
  }

  private static @Nullable Double square(@Nullable Double value) {
    return value == null ? null : (Double) (value * value);
  }

  private @Nullable Double sumOf(Function<LayerEpoch.Setting, @Nullable Double> term) {
    double sum = 0;
    for (LayerEpoch layer : layers) {
      Double value = term.apply(layer.setting());
      if (value == null) {
        return null;
      }
      sum += value;
    }
    return sum;
  }

  /** What all layers agree on; null when they don't. */
  private <T> @Nullable T common(Function<LayerEpoch.Setting, @Nullable T> part) {
    T value = part.apply(layers.get(0).setting());
    for (LayerEpoch layer : layers) {
      if (!Objects.equals(part.apply(layer.setting()), value)) {
        return null;
      }
    }
    return value;
  }
}
