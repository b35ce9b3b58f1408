package io.thermograd.moments;

/**
 * <b>Definition.</b> Σ x_j·y_j of two vectors of one length.
 *
 * <p><b>Numerics.</b> In double, four partial sums (one would wait for each addition): the error is
 * under d·1e-16 of Σ|x_j·y_j|.
 */
public final class DotProduct {
  private DotProduct() {}

  /** The product; {@code y} is at least as long as {@code x}, whose length counts. */
  public static double of(double[] x, double[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < x.length; j += 4) {
      a += x[j] * y[j];
      b += x[j + 1] * y[j + 1];
      c += x[j + 2] * y[j + 2];
      d += x[j + 3] * y[j + 3];
    }
    for (; j < x.length; j++) {
      a += x[j] * y[j];
    }
    return (a + b) + (c + d);
  }
}
