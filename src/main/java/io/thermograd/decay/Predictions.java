package io.thermograd.decay;

import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a fitted model says of the last window and of what follows it, in iterations and nats. */
final class Predictions {

  private static final double LN_2 = Math.log(2);

  private final CurveFit fit;
  private final Intervals intervals;

  Predictions(CurveFit fit, Intervals intervals) {
    this.fit = fit;
    this.intervals = intervals;
  }

  /** Entropy at the last window, in nats. */
  double entropy() {
    return fit.lastValue() * fit.units().entropy();
  }

  /** ln 2 over the decay rate at the last window; null when the model doesn't fall there. */
  @Nullable Estimate instantaneousHalfLife() {
    double t = fit.lastAbscissa();
    return positive(p -> Math.log(LN_2 / fit.curve().rate(t, p)));
  }

  /** dH/dt at the last window; null where the model has no number for it. */
  @Nullable Estimate convergenceSpeed() {
    double t = fit.lastAbscissa();
    double unit = fit.units().entropy() / fit.units().iterations();
    ToDoubleFunction<double[]> speed = p -> -fit.curve().rate(t, p) * fit.curve().value(t, p);
    if (!Double.isFinite(speed.applyAsDouble(fit.parameters()))) {
      return null;
    }
    Estimate estimate = intervals.derived(speed);
    return estimate == null ? null : estimate.times(unit);
  }

  /** Iterations until a share of the last window's entropy is left; null if it never is. */
  @Nullable Estimate timeToReach(double share) {
    double t = fit.lastAbscissa();
    return positive(
        p -> {
          OptionalDouble reached = fit.curve().timeAt(share * fit.curve().value(t, p), p);
          return reached.isPresent()
              ? Math.log(reached.getAsDouble() - t)
              : Double.POSITIVE_INFINITY;
        });
  }

  /** A positive time, from its logarithm in the fit's units. */
  private @Nullable Estimate positive(ToDoubleFunction<double[]> logarithm) {
    double value = logarithm.applyAsDouble(fit.parameters());
    if (!Double.isFinite(value) || !Double.isFinite(fit.units().iterations())) {
      return null;
    }
    Estimate estimate = intervals.derived(logarithm);
    return estimate != null && Double.isFinite(Math.exp(value) * estimate.standardError())
        ? estimate.exp().times(fit.units().iterations())
        : null;
  }
}
