package io.thermograd.decay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The half-life that T7 predicts for one layer, epoch and β.
 *
 * @param layer its id
 * @param epoch pass over the data
 * @param betaSource which β
 * @param unit of time
 * @param decayConstant lr β ‖G‖², per unit of time; null with a reason
 * @param halfLife ln 2 over it; null with the same reason
 * @param halfLifeSecondMoment with E‖g‖² in place of ‖G‖²; null where that is unknown or 0
 * @param reason why there is no decay constant
 */
public record HalfLifePoint(
    String layer,
    int epoch,
    BetaSource betaSource,
    DecayTimeUnit unit,
    @Nullable Double decayConstant,
    @Nullable Double halfLife,
    @Nullable Double halfLifeSecondMoment,
    @Nullable DecayReason reason) {

  public HalfLifePoint {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(betaSource, "betaSource");
    Objects.requireNonNull(unit, "unit");
    if ((decayConstant == null) == (reason == null)) {
      throw new IllegalArgumentException(
          "Invalid half-life: it needs either a decay constant or the reason for its absence");
    }
  }
}
