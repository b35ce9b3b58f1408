package io.thermograd.decay;

/** QR by Householder's reflections, of few columns with many rows each. */
final class Triangle {
  private Triangle() {}

  /**
   * Turns the first {@code k} columns to the triangle R, in place, and all columns with them. What
   * was below R's diagonal is left as it falls.
   */
  static void make(double[][] columns, int k) {
    for (int j = 0; j < k; j++) {
      double[] reflector = columns[j];
      double norm = norm(reflector, j);
      if (norm > 0) {
        double diagonal = reflector[j] > 0 ? -norm : norm;
        reflector[j] -= diagonal;
        double halfSquare = -diagonal * reflector[j];
        for (int l = j + 1; l < columns.length; l++) {
          reflect(columns[l], reflector, j, halfSquare);
        }
        reflector[j] = diagonal;
      }
    }
  }

  /** The root of the sum of squares from a row on. */
  static double norm(double[] column, int from) {
    double sum = 0;
    for (int i = from; i < column.length; i++) {
      sum += column[i] * column[i];
    }
    return Math.sqrt(sum);
  }

  private static void reflect(double[] column, double[] reflector, int from, double halfSquare) {
    double dot = 0;
    for (int i = from; i < column.length; i++) {
      dot += reflector[i] * column[i];
    }
    double factor = dot / halfSquare;
    for (int i = from; i < column.length; i++) {
      column[i] -= factor * reflector[i];
    }
  }
}
