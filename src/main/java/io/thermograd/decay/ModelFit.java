package io.thermograd.decay;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One model's row: what was fitted, or why nothing was. */
public sealed interface ModelFit {

  /** The model. */
  DecayModel model();

  /**
   * A fit.
   *
   * @param model the model
   * @param estimates each of its parameters
   * @param method what made the intervals
   * @param residualVariance χ² per degree of freedom: 1 if the standard errors are right
   * @param durbinWatson of the residuals; null if all are 0
   * @param support in the choice of a model
   */
  record Estimated(
      DecayModel model,
      Map<DecayParameter, Estimate> estimates,
      IntervalMethod method,
      double residualVariance,
      @Nullable Double durbinWatson,
      Support support)
      implements ModelFit {
    public Estimated {
      estimates = Map.copyOf(estimates);
    }
  }

  /**
   * No fit.
   *
   * @param model the model
   * @param reason why
   */
  record Absent(DecayModel model, DecayReason reason) implements ModelFit {
    public Absent {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * How the data rank a model.
   *
   * @param aicc Akaike's criterion for few windows; null with a reason
   * @param weight Akaike weight among the models that have one
   * @param reason why there is none
   */
  record Support(@Nullable Double aicc, @Nullable Double weight, @Nullable DecayReason reason) {}
}
