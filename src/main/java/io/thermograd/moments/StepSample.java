package io.thermograd.moments;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * <b>Definition.</b> A uniform sample of an epoch's gradients, sketched: the pairs of steps with
 * the smallest hashes, as many whole pairs as hold at most 256 steps.
 *
 * <p><b>Merge.</b> Commutative and associative, exactly: what is kept is the set of steps below a
 * threshold that only depends on all steps seen. The threshold is remembered, so that a pair that
 * was given up never comes back in part.
 *
 * <p><b>Edge cases.</b> A step's replicas are hashed apart: a pair holds two steps however many
 * replicas there are.
 *
 * <p><b>Reference.</b> Bottom-k sampling: Cohen and Kaplan 2007.
 */
final class StepSample {
  static final int CAPACITY = 256;

  private final CountSketch sketch;
  private final List<KeptStep> kept = new ArrayList<>();
  private long threshold = Long.MAX_VALUE;

  StepSample(int dimension) {
    sketch = new CountSketch(dimension);
  }

  void add(float[] grad, double scale, double squaredNorm, long step, int replica) {
    long hash = KeptStep.pairHash(step, replica);
    if (hash < threshold) {
      add(new KeptStep(hash, step, replica, squaredNorm, sketch.of(grad, scale)));
    }
  }

  void merge(StepSample other) {
    lowerThreshold(other.threshold);
    for (KeptStep step : other.kept) {
      if (step.hash() < threshold) {
        add(step);
      }
    }
  }

  private void add(KeptStep step) {
    kept.add(step);
    if (kept.size() > CAPACITY) {
      long largest = 0;
      for (KeptStep candidate : kept) {
        largest = Math.max(largest, candidate.hash());
      }
      lowerThreshold(largest);
    }
  }

  private void lowerThreshold(long bound) {
    if (bound < threshold) {
      threshold = bound;
      kept.removeIf(step -> step.hash() >= bound);
    }
  }

  CountSketch sketch() {
    return sketch;
  }

  /** The kept steps in the order of (replica, step). */
  List<KeptStep> inOrder() {
    List<KeptStep> ordered = new ArrayList<>(kept);
    ordered.sort(Comparator.comparingInt(KeptStep::replica).thenComparingLong(KeptStep::step));
    return ordered;
  }

  int byteSize() {
    int step = KeptStep.FIXED_BYTES + sketch.size() * Float.BYTES;
    return Integer.BYTES + Long.BYTES + kept.size() * step;
  }

  void write(ByteBuffer out) {
    out.putInt(kept.size()).putLong(threshold);
    for (KeptStep step : kept) {
      out.putLong(step.step()).putInt(step.replica()).putDouble(step.squaredNorm());
      Buffers.put(out, step.sketch());
    }
  }

  static StepSample read(ByteBuffer in, int dimension) {
    StepSample sample = new StepSample(dimension);
    int size = in.getInt();
    sample.threshold = in.getLong();
    for (int i = 0; i < size; i++) {
      long step = in.getLong();
      int replica = in.getInt();
      double squaredNorm = in.getDouble();
      float[] values = new float[sample.sketch.size()];
      Buffers.get(in, values);
      long hash = KeptStep.pairHash(step, replica);
      sample.kept.add(new KeptStep(hash, step, replica, squaredNorm, values));
    }
    return sample;
  }
}
