package io.thermograd.decay;

import java.util.EnumMap;
import java.util.Map;

/** Decides how each model's intervals are made, and makes them once. */
final class IntervalChoice {

  private final DecaySettings settings;
  private final Map<DecayModel, Intervals> made = new EnumMap<>(DecayModel.class);

  IntervalChoice(DecaySettings settings) {
    this.settings = settings;
  }

  /** Of a model whose intervals are reported as findings. */
  Intervals leading(CurveFit fit) {
    return made.computeIfAbsent(fit.model(), model -> make(fit, IntervalMethod.BOOTSTRAP));
  }

  /**
   * Of a model that wasn't chosen. The two of T7 and T8 are findings all the same; of the others no
   * bootstrap, which would cost more than all fits.
   */
  Intervals other(CurveFit fit) {
    boolean finding = fit.model() == DecayModel.EXPONENTIAL || fit.model() == DecayModel.DRIFTING;
    return finding
        ? leading(fit)
        : made.computeIfAbsent(fit.model(), model -> make(fit, IntervalMethod.JACOBIAN));
  }

  private Intervals make(CurveFit fit, IntervalMethod ifCorrelated) {
    boolean independent = fit.residuals().uncorrelated();
    IntervalMethod method = settings.interval();
    if (method == IntervalMethod.AUTO) {
      boolean likelihood = settings.loss() == FitLoss.LEAST_SQUARES;
      method = likelihood && independent ? IntervalMethod.PROFILE : ifCorrelated;
    }
    double inefficiency = independent ? 1 : fit.residuals().statisticalInefficiency();
    return switch (method) {
      case AUTO, JACOBIAN -> new JacobianIntervals(fit, inefficiency);
      case PROFILE -> new ProfileIntervals(fit);
      case BOOTSTRAP -> {
        BootstrapIntervals bootstrap = new BootstrapIntervals(fit, seed(fit.model()));
        yield bootstrap.usable() ? bootstrap : new JacobianIntervals(fit, inefficiency);
      }
    };
  }

  /** A stream of its own for each model. */
  private long seed(DecayModel model) {
    return settings.seed() ^ ((long) model.name().hashCode() << 32);
  }
}
