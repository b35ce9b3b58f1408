package io.thermograd.verdict;

import io.thermograd.decay.DecayFindings;
import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecayOutcome;
import io.thermograd.decay.DecayParameter;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.ModelFit;
import org.jspecify.annotations.Nullable;

/**
 * The theory's convergence speed of a run.
 *
 * <p><b>Definition.</b> dH/dt, in nats per iteration, at the end of the stable region.
 *
 * <p><b>Estimator.</b> Of the chosen decay model at its last window; where the entropy doesn't
 * decay, the slope of the straight line through all windows, which a constant would hide.
 *
 * <p><b>Edge cases.</b> Null without a fit.
 */
public final class ConvergenceSpeed {
  private ConvergenceSpeed() {}

  /** dH/dt with its interval. */
  public static @Nullable Estimate of(DecayFindings decay) {
    if (!(decay.outcome() instanceof DecayOutcome.NotDecaying)) {
      return decay.convergenceSpeed();
    }
    for (ModelFit fit : decay.fits()) {
      if (fit instanceof ModelFit.Estimated estimated && fit.model() == DecayModel.LINEAR) {
        return estimated.estimates().get(DecayParameter.SLOPE);
      }
    }
    return null;
  }
}
