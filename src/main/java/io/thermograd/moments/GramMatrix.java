package io.thermograd.moments;

import java.util.Arrays;

/**
 * <b>Definition.</b> ‖A Aᵀ‖² in the Frobenius norm, of a matrix given by its columns.
 *
 * <p><b>Numerics.</b> Row by row of A Aᵀ as a sum of columns, four at a time: unlike a dot
 * product's sum, which must keep its order, such a loop is one that the compiler turns into vector
 * instructions. The error is under q·1e-16 of the result for q columns.
 *
 * <p><b>Shape.</b> p rows and q columns: O(p²·q) time, O(p) memory.
 */
final class GramMatrix {
  private static final int AT_ONCE = 4;

  private GramMatrix() {}

  /**
   * The squared norm.
   *
   * @param columns of A, of one length; at least one
   */
  static double squaredFrobenius(double[][] columns) {
    int q = columns.length;
    int whole = q - q % AT_ONCE;
    double[] row = new double[columns[0].length];
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      Arrays.fill(row, 0, i + 1, 0);
      for (int c = 0; c < whole; c += AT_ONCE) {
        addProducts(row, i, columns[c], columns[c + 1], columns[c + 2], columns[c + 3]);
      }
      for (int c = whole; c < q; c++) {
        addProducts(row, i, columns[c]);
      }
      sum += row[i] * row[i];
      for (int j = 0; j < i; j++) {
        sum += 2 * row[j] * row[j];
      }
    }
    return sum;
  }

  private static void addProducts(
      double[] row, int i, double[] w, double[] x, double[] y, double[] z) {
    double wi = w[i];
    double xi = x[i];
    double yi = y[i];
    double zi = z[i];
    for (int j = 0; j <= i; j++) {
      row[j] += (wi * w[j] + xi * x[j]) + (yi * y[j] + zi * z[j]);
    }
  }

  private static void addProducts(double[] row, int i, double[] x) {
    double xi = x[i];
    for (int j = 0; j <= i; j++) {
      row[j] += xi * x[j];
    }
  }
}
