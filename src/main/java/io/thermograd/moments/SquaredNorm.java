package io.thermograd.moments;

import io.thermograd.trace.GradientRow;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> ‖g‖² of one row's mini-batch gradient.
 *
 * <p><b>Estimator.</b> Of coordinates, their sum of squares; of moments over the elements, the sum
 * of squares times D over their number: of a uniform sample unbiased.
 *
 * <p><b>Shape and units.</b> Squared gradient; loss scaling and clipping undone.
 *
 * <p><b>Numerics.</b> Summed in double, four partial sums: relative error under d·1e-16.
 */
final class SquaredNorm {
  private SquaredNorm() {}

  /** ‖g‖² from the moments over the layer's elements; null when they aren't logged. */
  static @Nullable Double ofElements(GradientRow row) {
    if (row.sumSquares() == null || row.count() == null || row.count() == 0) {
      return null;
    }
    double scale = row.paramCount() == null ? 1 : (double) row.paramCount() / row.count();
    return row.sumSquares() * row.unscale() * row.unscale() * scale;
  }

  /** ‖scale·g‖²; not finite exactly if a coordinate isn't, since a float's square fits a double. */
  static double ofCoordinates(float[] grad, double scale) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < grad.length; j += 4) {
      a += (double) grad[j] * grad[j];
      b += (double) grad[j + 1] * grad[j + 1];
      c += (double) grad[j + 2] * grad[j + 2];
      d += (double) grad[j + 3] * grad[j + 3];
    }
    for (; j < grad.length; j++) {
      a += (double) grad[j] * grad[j];
    }
    return ((a + b) + (c + d)) * scale * scale;
  }
}
