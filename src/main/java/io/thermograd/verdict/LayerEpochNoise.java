package io.thermograd.verdict;

import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.LayerMoments;
import io.thermograd.signal.EpochNoise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One layer and epoch: its moments, and the shape of its noise where vectors were logged.
 *
 * @param layer the row of layer_epoch, and what the whole model's errors need
 * @param noise null without vectors, or with too few
 */
public record LayerEpochNoise(LayerMoments layer, @Nullable EpochNoise noise) {
  public LayerEpochNoise {
    Objects.requireNonNull(layer, "layer");
  }

  /** The row of layer_epoch. */
  public LayerEpoch moments() {
    return layer.row();
  }
}
