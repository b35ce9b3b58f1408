package io.thermograd.decay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the chosen model says of the last window and after, with intervals that know that it was
 * chosen.
 *
 * <p><b>Definition.</b> The value is the chosen model's. Its interval reaches from the least lower
 * to the greatest upper end of the 95 % intervals of all models whose AICc is within {@value
 * #MOST_ABOVE_BEST} of the best: those that the series can't rule out.
 *
 * <p><b>Bias.</b> The chosen model's own interval holds the truth in 56-89 % of simulated series in
 * which AICc picks among all models, since their curves part at the end by more than their errors;
 * this one in 96-100 % (docs/numerics.md).
 *
 * <p><b>Edge cases.</b> A plausible model that never gets there, or whose interval is open, opens
 * the upper end. A robust loss ranks no models: the chosen one's interval.
 *
 * <p><b>Reference.</b> Burnham &amp; Anderson 2002, ch. 2 and 4 (differences up to 4 to 7 are
 * plausible).
 */
final class PlausibleModels {
  private static final double MOST_ABOVE_BEST = 6;

  private final Predictions chosen;
  private final List<Predictions> others;

  private PlausibleModels(Predictions chosen, List<Predictions> others) {
    this.chosen = chosen;
    this.others = others;
  }

  /**
   * The models that stand beside the chosen one.
   *
   * @param ranked the models that AICc may rank
   */
  static PlausibleModels of(
      CurveFit chosen, List<CurveFit> ranked, ModelChoice choice, IntervalChoice intervals) {
    List<Predictions> others = new ArrayList<>();
    for (CurveFit fit : ranked) {
      if (fit.model() != chosen.model() && choice.isWithin(MOST_ABOVE_BEST, fit.model())) {
        others.add(new Predictions(fit, intervals.other(fit)));
      }
    }
    return new PlausibleModels(new Predictions(chosen, intervals.leading(chosen)), others);
  }

  /** Entropy at the last window, in nats. */
  double entropy() {
    return chosen.entropy();
  }

  /** The half-life at the last window; null when the model doesn't fall there, or hardly. */
  @Nullable HalfLife halfLife() {
    Estimate iterations = widened(Predictions::instantaneousHalfLife);
    return iterations == null
        ? null
        : new HalfLife(iterations, widened(each -> each.timeToReach(0.5)));
  }

  /** dH/dt at the last window; null where the model has no number for it. */
  @Nullable Estimate convergenceSpeed() {
    return widened(Predictions::convergenceSpeed);
  }

  /** Iterations until a share of the last window's entropy is left; null if it never is. */
  @Nullable Estimate timeToReach(double share) {
    return widened(each -> each.timeToReach(share));
  }

  private @Nullable Estimate widened(Function<Predictions, @Nullable Estimate> quantity) {
    Estimate estimate = quantity.apply(chosen);
    if (estimate == null) {
      return null;
    }
    Double low = estimate.low();
    Double high = estimate.high();
    for (Predictions other : others) {
      Estimate also = quantity.apply(other);
      Double otherLow = also == null ? low : also.low();
      Double otherHigh = also == null ? null : also.high();
      low = low == null || otherLow == null ? null : Double.valueOf(Math.min(low, otherLow));
      high = high == null || otherHigh == null ? null : Double.valueOf(Math.max(high, otherHigh));
    }
    return new Estimate(estimate.value(), estimate.standardError(), low, high);
  }
}
