package io.thermograd.decay;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the half-life series needs of one layer in one epoch.
 *
 * @param layer its id
 * @param epoch pass over the data
 * @param learningRate null where it was not logged
 * @param gradSignalSquared unbiased estimate of ‖G‖², possibly negative; null where unknown
 * @param gradSecondMoment E‖g‖²; null where unknown
 * @param beta inverse temperature by source; a source that the run lacks has no entry
 */
public record LayerEpochGradient(
    String layer,
    int epoch,
    @Nullable Double learningRate,
    @Nullable Double gradSignalSquared,
    @Nullable Double gradSecondMoment,
    Map<BetaSource, Double> beta) {

  public LayerEpochGradient {
    Objects.requireNonNull(layer, "layer");
    beta = Map.copyOf(beta);
  }
}
