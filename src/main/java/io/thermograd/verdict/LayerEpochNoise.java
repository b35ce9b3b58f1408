package io.thermograd.verdict;

import io.thermograd.moments.LayerEpoch;
import io.thermograd.signal.EpochNoise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One layer and epoch: its moments, and the shape of its noise where vectors were logged.
 *
 * @param moments the row of layer_epoch
 * @param noise null without vectors, or with too few
 */
public record LayerEpochNoise(LayerEpoch moments, @Nullable EpochNoise noise) {
  public LayerEpochNoise {
    Objects.requireNonNull(moments, "moments");
  }
}
