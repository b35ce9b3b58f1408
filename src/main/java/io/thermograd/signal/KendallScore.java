package io.thermograd.signal;

import java.util.Arrays;

/**
 * Kendall's S: concordant minus discordant pairs of a series with its order.
 *
 * <p><b>Definition.</b> S = Σ_{i&lt;j} sign(y_j − y_i).
 *
 * <p><b>Estimator.</b> All pairs − tied pairs − 2 × inversions, the inversions counted by merge
 * sort in O(n log n).
 *
 * <p><b>Bias.</b> None: a count.
 *
 * <p><b>Shape and units.</b> A whole number in ±n(n−1)/2.
 *
 * <p><b>Numerics.</b> Exact in long arithmetic.
 *
 * <p><b>Edge cases.</b> n &lt; 2 gives 0; the values must be finite.
 *
 * <p><b>Reference.</b> Knight 1966, JASA 61:436.
 */
final class KendallScore {
  /** Runs this short are counted pair by pair, which is faster than splitting them further. */
  private static final int LEAF = 24;

  private final double[] sorted;
  private final double[] buffer;

  /** Scratch space for series of n values, so that a bootstrap allocates nothing. */
  KendallScore(int n) {
    sorted = new double[n];
    buffer = new double[n];
  }

  static long of(double[] y) {
    return new KendallScore(y.length).score(y);
  }

  long score(double[] y) {
    int n = sorted.length;
    if (y.length != n) {
      throw new IllegalArgumentException(
          "Invalid series: length " + y.length + " (must be " + n + ")");
    }
    System.arraycopy(y, 0, sorted, 0, n);
    long inversions = sort(0, n);
    long tied = 0;
    long group = 1;
    for (int i = 1; i <= n; i++) {
      if (i < n && sorted[i] == sorted[i - 1]) {
        group++;
      } else {
        tied += group * (group - 1) / 2;
        group = 1;
      }
    }
    return (long) n * (n - 1) / 2 - tied - 2 * inversions;
  }

  /** Variance of S without a trend for independent values, corrected for ties. */
  static double varianceIfIndependent(double[] y) {
    double[] values = y.clone();
    Arrays.sort(values);
    double n = values.length;
    double variance = n * (n - 1) * (2 * n + 5);
    int group = 1;
    for (int i = 1; i <= values.length; i++) {
      if (i < values.length && values[i] == values[i - 1]) {
        group++;
      } else {
        variance -= (double) group * (group - 1) * (2.0 * group + 5);
        group = 1;
      }
    }
    return variance / 18;
  }

  private long sort(int from, int to) {
    if (to - from <= LEAF) {
      return insertionSort(from, to);
    }
    int middle = (from + to) >>> 1;
    long inversions = sort(from, middle) + sort(middle, to);
    System.arraycopy(sorted, from, buffer, from, to - from);
    int left = from;
    int right = middle;
    for (int k = from; k < to; k++) {
      if (right >= to || (left < middle && buffer[left] <= buffer[right])) {
        sorted[k] = buffer[left++];
      } else {
        inversions += middle - left;
        sorted[k] = buffer[right++];
      }
    }
    return inversions;
  }

  private long insertionSort(int from, int to) {
    long inversions = 0;
    for (int i = from + 1; i < to; i++) {
      double value = sorted[i];
      int j = i;
      while (j > from && sorted[j - 1] > value) {
        sorted[j] = sorted[j - 1];
        j--;
      }
      sorted[j] = value;
      inversions += i - j;
    }
    return inversions;
  }
}
