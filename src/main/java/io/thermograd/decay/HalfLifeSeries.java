package io.thermograd.decay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The half-life that T7 predicts from the gradients, epoch by epoch.
 *
 * <p><b>Definition.</b> ln 2/(lr β ‖G‖²), for each source of β.
 *
 * <p><b>Estimator.</b> ‖G‖² by its unbiased estimate {@code gradSignalSquared}; beside it with
 * {@code gradSecondMoment}, what most people log, which counts the noise as signal.
 *
 * <p><b>Shape and units.</b> Iterations; without a learning rate, units of Langevin time, so named.
 *
 * <p><b>Edge cases.</b> No half-life, with a reason, where β or the signal is unknown or not
 * positive; a decay constant that under- or overflows counts as not positive.
 */
public final class HalfLifeSeries {

  private static final double LN_2 = Math.log(2);

  private HalfLifeSeries() {}

  /** The points of every source of β. */
  public static List<HalfLifePoint> of(List<LayerEpochGradient> gradients) {
    List<HalfLifePoint> points = new ArrayList<>();
    for (LayerEpochGradient gradient : gradients) {
      for (BetaSource source : BetaSource.values()) {
        points.add(point(gradient, source));
      }
    }
    return points;
  }

  private static HalfLifePoint point(LayerEpochGradient gradient, BetaSource source) {
    Double logged = gradient.learningRate();
    boolean known = logged != null && logged > 0;
    DecayTimeUnit unit = known ? DecayTimeUnit.ITERATION : DecayTimeUnit.LANGEVIN_TIME;
    double learningRate = logged != null && logged > 0 ? logged : 1;
    Double beta = gradient.beta().get(source);
    Double rate = rate(learningRate, beta, gradient.gradSignalSquared());
    Double rateOfMoment = rate(learningRate, beta, gradient.gradSecondMoment());
    return new HalfLifePoint(
        gradient.layer(),
        gradient.epoch(),
        source,
        unit,
        rate,
        rate == null ? null : Double.valueOf(LN_2 / rate),
        rateOfMoment == null ? null : Double.valueOf(LN_2 / rateOfMoment),
        rate == null ? reason(beta, gradient.gradSignalSquared()) : null);
  }

  private static @Nullable Double rate(
      double learningRate, @Nullable Double beta, @Nullable Double squared) {
    if (beta == null || squared == null || !(beta > 0) || !(squared > 0)) {
      return null;
    }
    double rate = learningRate * beta * squared;
    return rate > 0 && Double.isFinite(rate) && Double.isFinite(LN_2 / rate) ? rate : null;
  }

  private static DecayReason reason(@Nullable Double beta, @Nullable Double signal) {
    if (beta == null) {
      return DecayReason.BETA_UNKNOWN;
    }
    if (!(beta > 0)) {
      return DecayReason.BETA_NOT_POSITIVE;
    }
    return signal == null ? DecayReason.SIGNAL_UNKNOWN : DecayReason.SIGNAL_NOT_POSITIVE;
  }
}
