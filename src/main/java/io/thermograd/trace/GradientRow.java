package io.thermograd.trace;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gradient half of a record: one layer's mini-batch gradient, however much of it was logged.
 * Values are as logged; {@link #unscale()} undoes loss scaling and clipping.
 *
 * @param layer the layer's id
 * @param grad the logged coordinates, float32, not copied: the caller must not change them; null
 *     below the {@code VECTOR} level
 * @param gradKind what the coordinates are; null when the record doesn't say: {@code SAMPLE} if
 *     there are fewer coordinates than parameters, else {@code FULL}
 * @param sqNorm ‖g_s‖² of the full layer
 * @param dotPrev ⟨g_s, g_{s−1}⟩ of the full layer
 * @param count elements behind {@code sum} and {@code sumSquares}
 * @param sum sum over the layer's elements
 * @param sumSquares sum of squares over the layer's elements
 * @param paramCount D, the layer's parameters
 * @param weightNorm ‖W(k)‖
 * @param lossScale the factor that the loss (and so the gradient) was multiplied by
 * @param clipScale the factor that clipping multiplied the gradient by, in (0, 1]
 */
public record GradientRow(
    String layer,
    float @Nullable [] grad,
    @Nullable GradKind gradKind,
    @Nullable Double sqNorm,
    @Nullable Double dotPrev,
    @Nullable Long count,
    @Nullable Double sum,
    @Nullable Double sumSquares,
    @Nullable Long paramCount,
    @Nullable Double weightNorm,
    @Nullable Double lossScale,
    @Nullable Double clipScale)
    implements Serializable {

  public GradientRow {
    Objects.requireNonNull(layer, "layer");
    if (grad == null && sqNorm == null && count == null) {
      throw new IllegalArgumentException(
          "Invalid gradient row: needs grad, grad_sq_norm or grad_count with its sums");
    }
  }

  /** What the logged gradient is multiplied by to undo loss scaling and clipping. */
  public double unscale() {
    double scale = lossScale == null ? 1 : lossScale;
    return 1 / (clipScale == null ? scale : scale * clipScale);
  }
}
