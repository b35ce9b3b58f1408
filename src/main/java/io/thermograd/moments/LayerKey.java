package io.thermograd.moments;

import java.util.Objects;

/**
 * What a row of layer_epoch is about.
 *
 * @param run the run's id
 * @param layer the layer's id; {@link #WHOLE_MODEL} for all layers together
 * @param epoch pass over the data, 0-based
 */
public record LayerKey(String run, String layer, int epoch) {
  /** The layer id of the whole model. */
  public static final String WHOLE_MODEL = "*";

  public LayerKey {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(layer, "layer");
  }
}
