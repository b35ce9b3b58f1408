package io.thermograd.moments;

import io.thermograd.trace.TraceLevel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one layer's gradients of one epoch say: a row of layer_epoch.
 *
 * @param key run, layer, epoch
 * @param counts the rows behind it
 * @param level what the rows logged
 * @param setting the circumstances
 * @param estimates one for every quantity
 * @param intervals of those whose {@link Quantity#hasInterval()}, as far as there are; also where
 *     the estimate itself is absent, the signal being lost in noise
 * @param flags what a reader must know
 */
public record LayerEpoch(
    LayerKey key,
    Counts counts,
    TraceLevel level,
    Setting setting,
    Map<Quantity, Estimate> estimates,
    Map<Quantity, Interval> intervals,
    Set<Flag> flags) {

  /**
   * Rows.
   *
   * @param finite n, rows with a finite gradient
   * @param nonFinite rows whose gradient isn't finite
   * @param superseded rows that a later session or repeat replaced
   */
  public record Counts(long finite, long nonFinite, long superseded) {
    public Counts {
      if (finite < 0 || nonFinite < 0 || superseded < 0) {
        throw new IllegalArgumentException(
            "Invalid counts: " + finite + ", " + nonFinite + ", " + superseded);
      }
    }
  }

  /**
   * The circumstances of an epoch, each null when unknown.
   *
   * @param dimension d, logged coordinates
   * @param paramCount D, the layer's parameters
   * @param zeroVarianceCoordinates logged coordinates that never varied
   * @param weightNorm ‖W‖ at the epoch's last finite gradient
   * @param lr mean learning rate over the rows; the declared one when none is logged
   * @param batchSize b_H, harmonic mean of the batch sizes
   * @param momentum at the epoch's last step
   * @param optimizer at the epoch's last step
   * @param sampledFraction f, the share of the data that the batches cover
   * @param firstStep the epoch's first logged step
   * @param lastStep the epoch's last logged step
   */
  public record Setting(
      @Nullable Integer dimension,
      @Nullable Long paramCount,
      @Nullable Integer zeroVarianceCoordinates,
      @Nullable Double weightNorm,
      @Nullable Double lr,
      @Nullable Double batchSize,
      @Nullable Double momentum,
      @Nullable String optimizer,
      @Nullable Double sampledFraction,
      @Nullable Long firstStep,
      @Nullable Long lastStep) {}

  public LayerEpoch {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(setting, "setting");
    if (estimates.size() != Quantity.values().length) {
      throw new IllegalArgumentException("Invalid estimates: only " + estimates.keySet());
    }
    estimates = Collections.unmodifiableMap(new EnumMap<>(estimates));
    for (Quantity quantity : intervals.keySet()) {
      if (!quantity.hasInterval()) {
        throw new IllegalArgumentException("Invalid interval: of " + quantity);
      }
    }
    EnumMap<Quantity, Interval> kept = new EnumMap<>(Quantity.class);
    kept.putAll(intervals);
    intervals = Collections.unmodifiableMap(kept);
    EnumSet<Flag> copy = EnumSet.noneOf(Flag.class);
    copy.addAll(flags);
    flags = Collections.unmodifiableSet(copy);
  }

  /** The estimate of a quantity. */
  public Estimate estimate(Quantity quantity) {
    return Objects.requireNonNull(estimates.get(quantity));
  }

  /** The value of a quantity; null when there is none. */
  public @Nullable Double value(Quantity quantity) {
    return estimate(quantity) instanceof Estimate.Known known ? (Double) known.value() : null;
  }

  /** The standard error of a quantity; null when there is none. */
  public @Nullable Double standardError(Quantity quantity) {
    return estimate(quantity) instanceof Estimate.Known known ? known.standardError() : null;
  }

  /** The 95 % interval of a quantity; null when there is none. */
  public @Nullable Interval interval(Quantity quantity) {
    return intervals.get(quantity);
  }

  /** Why a quantity has no value; null when it has one. */
  public @Nullable Absence absence(Quantity quantity) {
    return estimate(quantity) instanceof Estimate.Missing missing ? missing.reason() : null;
  }
}
