package io.thermograd.moments;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coordinates' half of a state. Up to four rows are held as they came, which takes no more room
 * than their moments and makes the many groups of one or two rows small; more are folded into
 * {@link CoordinateMoments} and {@link StepSample}.
 */
final class VectorState {
  private static final int BUFFERED = 4;

  private final int dimension;
  private final List<GradientSample> buffer = new ArrayList<>(2);
  private @Nullable Folded folded;

  /** What rows are folded into. */
  record Folded(CoordinateMoments moments, StepSample sample) {
    private void add(GradientSample row) {
      moments.add(row.grad(), row.scale(), row.batch());
      sample.add(row.grad(), row.scale(), row.squaredNorm(), row.step(), row.replica());
    }
  }

  VectorState(int dimension) {
    this.dimension = dimension;
  }

  int dimension() {
    return dimension;
  }

  void add(GradientSample row) {
    if (folded != null) {
      folded.add(row);
    } else if (buffer.size() < BUFFERED) {
      buffer.add(row);
    } else {
      folded = foldedRows();
      buffer.clear();
      folded.add(row);
    }
  }

  void merge(VectorState other) {
    if (other.folded != null) {
      if (folded == null) {
        folded = foldedRows();
        buffer.clear();
      }
      folded.moments.merge(other.folded.moments);
      folded.sample.merge(other.folded.sample);
    }
    other.buffer.forEach(this::add);
  }

  /** The moments of all rows. */
  Folded fold() {
    return folded == null ? foldedRows() : folded;
  }

  private Folded foldedRows() {
    Folded fresh = new Folded(new CoordinateMoments(dimension), new StepSample(dimension));
    buffer.forEach(fresh::add);
    return fresh;
  }

  int byteSize() {
    int size = Integer.BYTES + 1;
    if (folded != null) {
      return size + folded.moments.byteSize() + folded.sample.byteSize();
    }
    return size + buffer.size() * (GradientSample.FIXED_BYTES + dimension * Float.BYTES);
  }

  void write(ByteBuffer out) {
    out.putInt(dimension).put((byte) (folded == null ? buffer.size() : -1));
    if (folded != null) {
      folded.moments.write(out);
      folded.sample.write(out);
      return;
    }
    for (GradientSample row : buffer) {
      out.putDouble(row.scale()).putDouble(row.squaredNorm()).putLong(row.step());
      out.putInt(row.replica()).putInt(row.batch());
      Buffers.put(out, row.grad());
    }
  }

  static VectorState read(ByteBuffer in) {
    VectorState state = new VectorState(in.getInt());
    int rows = in.get();
    if (rows < 0) {
      CoordinateMoments moments = CoordinateMoments.read(in);
      state.folded = new Folded(moments, StepSample.read(in, state.dimension));
    }
    for (int i = 0; i < rows; i++) {
      double scale = in.getDouble();
      double squaredNorm = in.getDouble();
      long step = in.getLong();
      int replica = in.getInt();
      int batch = in.getInt();
      float[] grad = new float[state.dimension];
      Buffers.get(in, grad);
      state.buffer.add(new GradientSample(grad, scale, squaredNorm, step, replica, batch));
    }
    return state;
  }
}
