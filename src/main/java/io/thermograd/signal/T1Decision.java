package io.thermograd.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on T1 in one layer, at a 5 % false discovery rate over the whole job.
 *
 * <p><b>Definition.</b> {@code HOLDS} if all three trends after the peak are significant and go
 * where T1 says; {@code FAILS} if one is significant and opposite; else {@code UNDECIDED}.
 *
 * <p><b>Estimator.</b> {@link BenjaminiHochberg} over the p-values of all trends of all layers and
 * runs given.
 *
 * <p><b>Bias.</b> Conservative: {@code HOLDS} needs three rejections.
 *
 * <p><b>Shape and units.</b> One decision per {@link Phases}, in their order.
 *
 * <p><b>Numerics.</b> Adjusted p ≤ 0.05 is significant.
 *
 * <p><b>Edge cases.</b> An absent trend takes no part in the adjustment and can only leave the
 * verdict {@code UNDECIDED} or {@code FAILS}.
 *
 * <p><b>Errors.</b> The adjusted p-values stand beside the verdict.
 *
 * <p><b>Reference.</b> Benjamini &amp; Hochberg 1995.
 *
 * @param verdict on T1
 * @param snrAdjustedP adjusted p of the SNR's trend; null without a trend
 * @param varianceAdjustedP of the variance's
 * @param meanAdjustedP of the mean's
 * @param reason which trends are against it, missing or not significant; null if it holds
 */
public record T1Decision(
    T1Verdict verdict,
    @Nullable Double snrAdjustedP,
    @Nullable Double varianceAdjustedP,
    @Nullable Double meanAdjustedP,
    @Nullable String reason) {

  /** The false discovery rate. */
  public static final double FALSE_DISCOVERY_RATE = 0.05;

  public T1Decision {
    Objects.requireNonNull(verdict, "verdict");
    if ((verdict == T1Verdict.HOLDS) != (reason == null)) {
      throw new IllegalArgumentException("Invalid decision: " + verdict + " with reason " + reason);
    }
  }

  /** The adjusted p of one trend; null without that trend. */
  public @Nullable Double adjustedP(SignalQuantity quantity) {
    return switch (quantity) {
      case SNR -> snrAdjustedP;
      case VARIANCE -> varianceAdjustedP;
      case MEAN_NORM -> meanAdjustedP;
    };
  }

  /** Decides for all layers of a job at once. */
  public static List<T1Decision> decide(List<Phases> job) {
    double[] pValues =
        job.stream()
            .flatMap(phases -> Stream.of(SignalQuantity.values()).map(phases::trend))
            .flatMap(outcome -> outcome instanceof Trend trend ? Stream.of(trend) : Stream.empty())
            .mapToDouble(Trend::pValue)
            .toArray();
    PrimitiveIterator.OfDouble adjusted =
        Arrays.stream(BenjaminiHochberg.adjusted(pValues)).iterator();
    List<T1Decision> decisions = new ArrayList<>(job.size());
    for (Phases phases : job) {
      Map<SignalQuantity, Double> ofLayer = new EnumMap<>(SignalQuantity.class);
      for (SignalQuantity quantity : SignalQuantity.values()) {
        if (phases.trend(quantity) instanceof Trend) {
          ofLayer.put(quantity, adjusted.next());
        }
      }
      decisions.add(of(phases, ofLayer));
    }
    return List.copyOf(decisions);
  }

  /** Decides for one layer, given the p-values as adjusted over its job. */
  public static T1Decision of(Phases phases, Map<SignalQuantity, Double> adjusted) {
    List<String> opposite = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (SignalQuantity quantity : SignalQuantity.values()) {
      Double p = adjusted.get(quantity);
      if (phases.trend(quantity) instanceof Trend trend) {
        if (p == null) {
          throw new IllegalArgumentException("Cannot decide: no adjusted p of " + quantity);
        }
        if (p > FALSE_DISCOVERY_RATE) {
          open.add(quantity + " NOT_SIGNIFICANT");
        } else if (trend.direction() != quantity.claimed()) {
          opposite.add(quantity + " " + trend.direction());
        }
      } else if (phases.trend(quantity) instanceof NoTrend absent) {
        open.add(quantity + " " + absent.reason());
      }
    }
    T1Verdict verdict =
        !opposite.isEmpty()
            ? T1Verdict.FAILS
            : open.isEmpty() ? T1Verdict.HOLDS : T1Verdict.UNDECIDED;
    List<String> reasons = verdict == T1Verdict.FAILS ? opposite : open;
    return new T1Decision(
        verdict,
        adjusted.get(SignalQuantity.SNR),
        adjusted.get(SignalQuantity.VARIANCE),
        adjusted.get(SignalQuantity.MEAN_NORM),
        verdict == T1Verdict.HOLDS ? null : String.join("; ", reasons));
  }
}
