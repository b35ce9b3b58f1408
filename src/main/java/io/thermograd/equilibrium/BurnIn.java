package io.thermograd.equilibrium;

import java.util.Arrays;

/** Where two rules end the transient of a series; both look at most at its first nine tenths. */
final class BurnIn {
  /** The latest start, as a share of the series: what is left must show something. */
  static final double LATEST = 0.9;

  /** Candidates of Chodera's rule: every one costs two transforms. */
  private static final int CANDIDATES = 60;

  private BurnIn() {}

  /** The start of most effective samples (n − t0)/g, on a grid of 61 candidates. */
  static int chodera(double[] x) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k <= CANDIDATES; k++) {
      int start = (int) Math.round(LATEST * x.length * k / CANDIDATES);
      double[] rest = Arrays.copyOfRange(x, start, x.length);
      double effective = rest.length / Autocorrelation.inefficiency(rest);
      if (effective > most) {
        most = effective;
        best = start;
      }
    }
    return best;
  }

  /** The start of least marginal standard error, Σ(x − mean)²/(n − t0)² (White 1997), exactly. */
  static int mser(double[] x) {
    int latest = (int) Math.floor(LATEST * x.length);
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    double mean = 0;
    double squares = 0;
    for (int start = x.length - 1; start >= 0; start--) {
      int count = x.length - start;
      double delta = x[start] - mean;
      mean += delta / count;
      squares += delta * (x[start] - mean);
      double error = squares / ((double) count * count);
      // At equal error the earlier start: it keeps more.
      if (start <= latest && error <= least) {
        least = error;
        best = start;
      }
    }
    return best;
  }
}
