package io.thermograd.moments;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of an epoch's gradients in small, in the order of their steps: as they are up to 64
 * coordinates, else sketched into 64 (docs/numerics.md). Of a step's replicas, the first.
 *
 * @param step strictly increasing
 * @param vector a row per step
 */
public record SampledGradients(long[] step, double[][] vector) {

  static SampledGradients of(StepSample sample) {
    List<KeptStep> kept = new ArrayList<>();
    int replica = Integer.MIN_VALUE;
    for (KeptStep next : sample.inOrder()) {
      if (kept.isEmpty()) {
        replica = next.replica();
      }
      boolean later = kept.isEmpty() || next.step() > kept.get(kept.size() - 1).step();
      if (next.replica() == replica && later) {
        kept.add(next);
      }
    }
    long[] step = kept.stream().mapToLong(KeptStep::step).toArray();
    double[][] vector = new double[step.length][];
    for (int i = 0; i < step.length; i++) {
      float[] sketch = kept.get(i).sketch();
      vector[i] = new double[sketch.length];
      for (int j = 0; j < sketch.length; j++) {
        vector[i][j] = sketch[j];
      }
    }
    return new SampledGradients(step, vector);
  }
}
