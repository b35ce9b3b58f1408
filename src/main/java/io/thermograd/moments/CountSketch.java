package io.thermograd.moments;

/**
 * <b>Definition.</b> A linear map of R^d to R^K, K = 64: every coordinate is added to one bucket
 * with a sign, both by a seeded hash of its index. Up to d = K it is the identity.
 *
 * <p><b>Bias.</b> Inner products are unbiased over the hash, with variance (‖x‖²‖y‖² + ⟨x,y⟩² −
 * 2Σx_j²y_j²)/K; exact up to d = K.
 *
 * <p><b>Numerics.</b> Buckets are summed in double and kept as float.
 *
 * <p><b>Reference.</b> Charikar, Chen and Farach-Colton 2002.
 */
final class CountSketch {
  static final int BUCKETS = 64;

  private static final long SEED = 0x5DEECE66D2026L;

  private CountSketch() {}

  /** Whether vectors of this dimension are kept as they are. */
  static boolean isIdentity(int dimension) {
    return dimension <= BUCKETS;
  }

  static int size(int dimension) {
    return Math.min(dimension, BUCKETS);
  }

  static float[] of(float[] vector, double scale) {
    if (isIdentity(vector.length)) {
      float[] copy = vector.clone();
      if (scale != 1) {
        for (int j = 0; j < copy.length; j++) {
          copy[j] = (float) (scale * copy[j]);
        }
      }
      return copy;
    }
    double[] sums = new double[BUCKETS];
    for (int j = 0; j < vector.length; j++) {
      long hash = SplitMix.mix(SEED + j);
      sums[bucket(hash)] += sign(hash) * vector[j];
    }
    float[] sketch = new float[BUCKETS];
    for (int k = 0; k < BUCKETS; k++) {
      sketch[k] = (float) (scale * sums[k]);
    }
    return sketch;
  }

  /** The sketch of a vector in double. */
  static double[] of(double[] vector) {
    if (isIdentity(vector.length)) {
      return vector.clone();
    }
    double[] sums = new double[BUCKETS];
    for (int j = 0; j < vector.length; j++) {
      long hash = SplitMix.mix(SEED + j);
      sums[bucket(hash)] += sign(hash) * vector[j];
    }
    return sums;
  }

  /** Sums {@code values} by the bucket of their coordinate, without signs. */
  static double[] bucketSums(double[] values) {
    double[] sums = new double[BUCKETS];
    for (int j = 0; j < values.length; j++) {
      sums[bucket(SplitMix.mix(SEED + j))] += values[j];
    }
    return sums;
  }

  private static int bucket(long hash) {
    return (int) (hash >>> 58);
  }

  /** 1 or −1, from a bit that the bucket doesn't use. */
  private static double sign(long hash) {
    return 1 - 2 * (double) (hash & 1);
  }
}
