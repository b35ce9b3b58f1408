package io.thermograd.moments;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@link CoordinateMoments} to the benchmark of the moments alone: as in the job a few rows
 * are held as they came, as long as they take no more room than their moments.
 */
public final class CoordinateSums {
  private static final int MOST_ROWS = (Float.BYTES + 2 * Double.BYTES) / Float.BYTES;

  private final int dimension;
  private final List<float[]> rows = new ArrayList<>(2);
  private @Nullable CoordinateMoments moments;

  public CoordinateSums(int dimension) {
    this.dimension = dimension;
  }

  public void add(float[] grad) {
    if (moments == null && rows.size() < MOST_ROWS) {
      rows.add(grad);
    } else {
      folded().add(grad, 1, 0);
    }
  }

  private CoordinateMoments folded() {
    CoordinateMoments result = moments;
    if (result == null) {
      result = new CoordinateMoments(dimension);
      for (float[] row : rows) {
        result.add(row, 1, 0);
      }
      rows.clear();
      moments = result;
    }
    return result;
  }

  public void merge(CoordinateSums other) {
    if (other.moments != null) {
      folded().merge(other.moments);
    }
    other.rows.forEach(this::add);
  }

  public long count() {
    return folded().count();
  }

  /** ‖ḡ‖. */
  public double meanNorm() {
    return Math.sqrt(folded().meanSquared());
  }

  /** S/(n − 1). */
  public double variance() {
    return folded().centralSum() / (count() - 1);
  }

  /** Mean ‖g‖², from the mean and the central sum. */
  public double secondMoment() {
    return folded().meanSquared() + folded().centralSum() / count();
  }

  public int byteSize() {
    int body = moments == null ? rows.size() * dimension * Float.BYTES : moments.byteSize();
    return 2 * Integer.BYTES + body;
  }

  public byte[] toBytes() {
    byte[] state = new byte[byteSize()];
    ByteBuffer out = Buffers.wrap(state);
    out.putInt(dimension).putInt(moments == null ? rows.size() : -1);
    if (moments != null) {
      moments.write(out);
    }
    for (float[] row : rows) {
      Buffers.put(out, row);
    }
    return state;
  }

  public static CoordinateSums fromBytes(byte[] bytes) {
    ByteBuffer in = Buffers.wrap(bytes);
    CoordinateSums sums = new CoordinateSums(in.getInt());
    int rows = in.getInt();
    if (rows < 0) {
      sums.moments = CoordinateMoments.read(in);
    }
    for (int i = 0; i < rows; i++) {
      float[] row = new float[sums.dimension];
      Buffers.get(in, row);
      sums.rows.add(row);
    }
    return sums;
  }
}
