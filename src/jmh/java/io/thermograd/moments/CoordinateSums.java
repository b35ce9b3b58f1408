package io.thermograd.moments;

import java.nio.ByteBuffer;

/** Opens {@link CoordinateMoments} to the benchmark of the moments alone. */
public final class CoordinateSums {
  private final CoordinateMoments moments;

  private CoordinateSums(CoordinateMoments moments) {
    this.moments = moments;
  }

  public CoordinateSums(int dimension) {
    this(new CoordinateMoments(dimension));
  }

  public void add(float[] grad) {
    moments.add(grad, 1, 0);
  }

  public void merge(CoordinateSums other) {
    moments.merge(other.moments);
  }

  public long count() {
    return moments.count();
  }

  /** ‖ḡ‖. */
  public double meanNorm() {
    return Math.sqrt(moments.meanSquared());
  }

  /** S/(n − 1). */
  public double variance() {
    return moments.centralSum() / (moments.count() - 1);
  }

  /** Mean ‖g‖², from the mean and the central sum. */
  public double secondMoment() {
    return moments.meanSquared() + moments.centralSum() / moments.count();
  }

  public int toBytesSize() {
    return moments.byteSize();
  }

  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(moments.byteSize());
    moments.write(out);
    return out.array();
  }

  public static CoordinateSums fromBytes(byte[] bytes) {
    return new CoordinateSums(CoordinateMoments.read(ByteBuffer.wrap(bytes)));
  }
}
