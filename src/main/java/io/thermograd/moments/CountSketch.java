package io.thermograd.moments;

/**
 * <b>Definition.</b> A linear map of R^d to R^K, K = 64: every coordinate is added to one bucket
 * with a sign, both by a seeded hash of its index. Up to d = K it is the identity.
 *
 * <p><b>Bias.</b> Inner products are unbiased over the hash, with variance (‖x‖²‖y‖² + ⟨x,y⟩² −
 * 2Σx_j²y_j²)/K; exact up to d = K.
 *
 * <p><b>Shape and units.</b> A byte a coordinate above K.
 *
 * <p><b>Numerics.</b> Buckets are summed in double and kept as float.
 *
 * <p><b>Reference.</b> Charikar, Chen and Farach-Colton 2002.
 */
final class CountSketch {
  static final int BUCKETS = 64;

  private static final long SEED = 0x5DEECE66D2026L;
  private static final int BUCKET_BITS = BUCKETS - 1;

  private final int dimension;

  /** The bucket of every coordinate; negative if its sign is; empty for the identity. */
  private final byte[] codes;

  CountSketch(int dimension) {
    this.dimension = dimension;
    codes = new byte[isIdentity() ? 0 : dimension];
    for (int j = 0; j < codes.length; j++) {
      long hash = SplitMix.mix(SEED + j);
      codes[j] = (byte) ((hash >>> 58) | ((hash & 1) << 7));
    }
  }

  /** Whether vectors are kept as they are. */
  boolean isIdentity() {
    return dimension <= BUCKETS;
  }

  /** The length of a sketch. */
  int size() {
    return Math.min(dimension, BUCKETS);
  }

  /** The sketch of a scaled vector. */
  float[] of(float[] vector, double scale) {
    float[] sketch = new float[size()];
    if (isIdentity()) {
      for (int j = 0; j < sketch.length; j++) {
        sketch[j] = (float) (scale * vector[j]);
      }
      return sketch;
    }
    double[] sums = new double[BUCKETS];
    for (int j = 0; j < codes.length; j++) {
      int code = codes[j];
      sums[code & BUCKET_BITS] += code < 0 ? -vector[j] : vector[j];
    }
    for (int k = 0; k < BUCKETS; k++) {
      sketch[k] = (float) (scale * sums[k]);
    }
    return sketch;
  }

  /** The sketch of a vector in double. */
  double[] of(double[] vector) {
    if (isIdentity()) {
      return vector.clone();
    }
    double[] sums = new double[BUCKETS];
    for (int j = 0; j < codes.length; j++) {
      int code = codes[j];
      sums[code & BUCKET_BITS] += code < 0 ? -vector[j] : vector[j];
    }
    return sums;
  }

  /** Sums values by the bucket of their coordinate, without signs; not for the identity. */
  double[] bucketSums(double[] values) {
    double[] sums = new double[BUCKETS];
    for (int j = 0; j < codes.length; j++) {
      sums[codes[j] & BUCKET_BITS] += values[j];
    }
    return sums;
  }
}
