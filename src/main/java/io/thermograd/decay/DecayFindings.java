package io.thermograd.decay;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run's decay.
 *
 * @param outcome what the entropy does
 * @param fits a row per requested model, in the order of {@link DecayModel}
 * @param chosen the model that the data support; null when none was fitted
 * @param effectiveWindows windows over the statistical inefficiency of the best fit's residuals
 * @param convergenceSpeed dH/dt at the last window under the chosen model, nats per iteration
 * @param drift T8's test; null when {@code DRIFTING} or {@code EXPONENTIAL} has no fit
 * @param forecast null unless the entropy decays
 */
public record DecayFindings(
    DecayOutcome outcome,
    List<ModelFit> fits,
    @Nullable DecayModel chosen,
    @Nullable Double effectiveWindows,
    @Nullable Estimate convergenceSpeed,
    @Nullable DriftTest drift,
    @Nullable Forecast forecast) {

  public DecayFindings {
    Objects.requireNonNull(outcome, "outcome");
    fits = List.copyOf(fits);
  }

  static DecayFindings undetermined(DecayReason reason, List<ModelFit> fits) {
    return new DecayFindings(
        new DecayOutcome.Undetermined(reason), fits, null, null, null, null, null);
  }

  /** The half-life at the last window, whatever the outcome; null where there is none. */
  public @Nullable HalfLife halfLife() {
    if (outcome instanceof DecayOutcome.Fitted fitted) {
      return fitted.halfLife();
    }
    if (outcome instanceof DecayOutcome.RightCensored censored) {
      return censored.halfLife();
    }
    if (outcome instanceof DecayOutcome.GridDependent dependent) {
      return dependent.halfLife();
    }
    return outcome instanceof DecayOutcome.NotDecaying not ? not.halfLife() : null;
  }
}
