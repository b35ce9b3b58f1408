package io.thermograd.moments;

import io.thermograd.trace.GradientRow;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> ‖g‖² of one row's mini-batch gradient over the whole layer.
 *
 * <p><b>Estimator.</b> The logged squared norm; else that of the coordinates, times D/d for a
 * sample; else the sum of squares over the elements, times D over their number.
 *
 * <p><b>Bias.</b> None: a uniform sample's is unbiased over the sample.
 *
 * <p><b>Shape and units.</b> Squared gradient; loss scaling and clipping undone.
 *
 * <p><b>Numerics.</b> Summed in double, four partial sums: relative error under d·1e-16.
 *
 * <p><b>Edge cases.</b> Null when the result isn't finite.
 */
public final class SquaredNorm {
  private SquaredNorm() {}

  /**
   * ‖g‖² of the row, unscaled; null when it isn't finite.
   *
   * @param ofCoordinates from {@link #ofCoordinates(GradientRow)}
   */
  public static @Nullable Double of(GradientRow row, double ofCoordinates) {
    double unscale = row.unscale();
    double value;
    if (row.sqNorm() != null) {
      value = row.sqNorm() * unscale * unscale;
    } else if (row.grad() != null) {
      double scale = NormScale.of(row.gradKind(), row.paramCount(), row.grad().length);
      value = scale * ofCoordinates;
    } else {
      Double elements = ofElements(row);
      value = elements == null ? Double.NaN : elements;
    }
    return Double.isFinite(value) ? (Double) value : null;
  }

  /** ‖g‖² from the moments over the layer's elements; null when they aren't logged. */
  static @Nullable Double ofElements(GradientRow row) {
    if (row.sumSquares() == null || row.count() == null || row.count() == 0) {
      return null;
    }
    double scale = row.paramCount() == null ? 1 : (double) row.paramCount() / row.count();
    return row.sumSquares() * row.unscale() * row.unscale() * scale;
  }

  /** ‖g‖² of the logged coordinates alone, unscaled; 0 without any. */
  public static double ofCoordinates(GradientRow row) {
    return row.grad() == null ? 0 : ofCoordinates(row.grad(), row.unscale());
  }

  /** ‖scale·g‖²; not finite exactly if a coordinate isn't, since a float's square fits a double. */
  private static double ofCoordinates(float[] grad, double scale) {
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
