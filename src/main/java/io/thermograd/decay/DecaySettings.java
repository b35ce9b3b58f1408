package io.thermograd.decay;

import java.io.Serializable;
import java.util.Objects;
import java.util.Set;

/**
 * What a declaration fixes of the decay analysis.
 *
 * @param models the candidates, not empty
 * @param interval how intervals are made
 * @param loss what the fits minimise
 * @param seed of the bootstrap
 */
public record DecaySettings(
    Set<DecayModel> models, IntervalMethod interval, FitLoss loss, long seed)
    implements Serializable {

  /** All models, intervals by the residuals' correlation, least squares. */
  public static final DecaySettings AUTO =
      new DecaySettings(Set.of(DecayModel.values()), IntervalMethod.AUTO, FitLoss.LEAST_SQUARES, 1);

  public DecaySettings {
    models = Set.copyOf(models);
    Objects.requireNonNull(interval, "interval");
    Objects.requireNonNull(loss, "loss");
    if (models.isEmpty()) {
      throw new IllegalArgumentException("Invalid models: none chosen");
    }
  }
}
