package io.thermograd.moments;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coordinates' half of a state. As long as it takes no more room than their moments, rows are
 * held as they came: the many groups of a few rows stay small, and are merged by passing them on.
 * More are folded into {@link CoordinateMoments} and {@link StepSample}.
 */
final class VectorState {
  private final int dimension;
  private final int mostBuffered;
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
    mostBuffered = mostBuffered(dimension);
  }

  /** The rows whose moments and kept sketches would take more room than they do themselves. */
  private static int mostBuffered(int dimension) {
    int moments = (Float.BYTES + 2 * Double.BYTES) * dimension;
    int unsketched = Float.BYTES * Math.max(0, dimension - CountSketch.BUCKETS);
    int rowBesideItsSketch = GradientSample.FIXED_BYTES - KeptStep.FIXED_BYTES + unsketched;
    return Math.min(StepSample.CAPACITY, moments / rowBesideItsSketch);
  }

  int dimension() {
    return dimension;
  }

  void add(GradientSample row) {
    if (folded == null && buffer.size() < mostBuffered) {
      buffer.add(row);
    } else {
      fold().add(row);
    }
  }

  void merge(VectorState other) {
    if (other.folded != null) {
      Folded whole = fold();
      whole.moments.merge(other.folded.moments);
      whole.sample.merge(other.folded.sample);
    }
    other.buffer.forEach(this::add);
  }

  /** The moments of all rows. */
  Folded fold() {
    Folded result = folded;
    if (result == null) {
      result = new Folded(new CoordinateMoments(dimension), new StepSample(dimension));
      buffer.forEach(result::add);
      buffer.clear();
      folded = result;
    }
    return result;
  }

  int byteSize() {
    int size = Integer.BYTES + Short.BYTES;
    if (folded != null) {
      return size + folded.moments.byteSize() + folded.sample.byteSize();
    }
    return size + buffer.size() * (GradientSample.FIXED_BYTES + dimension * Float.BYTES);
  }

  void write(ByteBuffer out) {
    out.putInt(dimension).putShort((short) (folded == null ? buffer.size() : -1));
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
    int rows = in.getShort();
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
