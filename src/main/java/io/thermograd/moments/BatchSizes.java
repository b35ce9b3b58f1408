package io.thermograd.moments;

import java.nio.ByteBuffer;

/** The batch sizes of an epoch's finite gradients: their number, sum and sum of reciprocals. */
final class BatchSizes {
  static final int BYTES = 3 * Long.BYTES + Double.BYTES;

  private long known;
  private long unknown;
  private long sum;
  private double reciprocalSum;

  /** Adds a batch size, 0 when unknown. */
  void add(int batch) {
    if (batch == 0) {
      unknown++;
    } else {
      known++;
      sum += batch;
      reciprocalSum += 1.0 / batch;
    }
  }

  void merge(BatchSizes other) {
    known += other.known;
    unknown += other.unknown;
    sum += other.sum;
    reciprocalSum += other.reciprocalSum;
  }

  /** Whether every row says its batch size. */
  boolean complete() {
    return known > 0 && unknown == 0;
  }

  /** Whether no row says its batch size. */
  boolean silent() {
    return known == 0;
  }

  long count() {
    return known + unknown;
  }

  long sum() {
    return sum;
  }

  /** b_H. */
  double harmonicMean() {
    return known / reciprocalSum;
  }

  void write(ByteBuffer out) {
    out.putLong(known).putLong(unknown).putLong(sum).putDouble(reciprocalSum);
  }

  static BatchSizes read(ByteBuffer in) {
    BatchSizes sizes = new BatchSizes();
    sizes.known = in.getLong();
    sizes.unknown = in.getLong();
    sizes.sum = in.getLong();
    sizes.reciprocalSum = in.getDouble();
    return sizes;
  }
}
