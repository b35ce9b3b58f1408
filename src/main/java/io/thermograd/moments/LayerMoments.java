package io.thermograd.moments;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one layer's gradients of one epoch say.
 *
 * @param row of layer_epoch
 * @param noise what the whole model's errors need; null below the vector level, or with too few
 */
public record LayerMoments(LayerEpoch row, @Nullable StepNoise noise) {
  public LayerMoments {
    Objects.requireNonNull(row, "row");
  }
}
