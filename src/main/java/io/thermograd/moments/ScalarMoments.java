package io.thermograd.moments;

import java.nio.ByteBuffer;

/**
 * <b>Definition.</b> Count, mean and second central sum of a stream of numbers.
 *
 * <p><b>Merge.</b> Commutative and associative up to rounding (Chan, Golub and LeVeque 1983).
 *
 * <p><b>Numerics.</b> Welford's update: no difference of large sums.
 *
 * <p><b>Edge cases.</b> With no number the mean is 0 and means nothing: ask {@link #count()} first.
 */
final class ScalarMoments {
  private long count;
  private double mean;
  private double centralSum;

  void add(double value) {
    count++;
    double delta = value - mean;
    mean += delta / count;
    centralSum += delta * (value - mean);
  }

  void merge(ScalarMoments other) {
    if (other.count == 0) {
      return;
    }
    long total = count + other.count;
    double delta = other.mean - mean;
    double share = (double) other.count / total;
    mean += delta * share;
    centralSum += other.centralSum + delta * delta * share * count;
    count = total;
  }

  /** Forgets everything. */
  void clear() {
    count = 0;
    mean = 0;
    centralSum = 0;
  }

  long count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /** The unbiased variance; needs two numbers. */
  double variance() {
    return centralSum / (count - 1);
  }

  int byteSize() {
    return count == 0 ? Long.BYTES : Long.BYTES + 2 * Double.BYTES;
  }

  void write(ByteBuffer out) {
    out.putLong(count);
    if (count > 0) {
      out.putDouble(mean).putDouble(centralSum);
    }
  }

  static ScalarMoments read(ByteBuffer in) {
    ScalarMoments moments = new ScalarMoments();
    moments.count = in.getLong();
    if (moments.count > 0) {
      moments.mean = in.getDouble();
      moments.centralSum = in.getDouble();
    }
    return moments;
  }
}
