package io.thermograd.moments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> trΣ from consecutive differences, ½·mean‖g_{i+1} − g_i‖²: it stays right while
 * G moves slowly inside the epoch.
 *
 * <p><b>Estimator.</b> The ratio of both variances of the kept sketches, times the exact plain
 * trΣ̂: what the sketch distorts is common to both. Exactly the definition up to 64 coordinates and
 * 256 steps.
 *
 * <p><b>Bias.</b> None at fixed weights, with and without replacement.
 *
 * <p><b>Edge cases.</b> Only steps that follow each other, of one replica.
 *
 * <p><b>Errors.</b> The ratio's relative variance is ((2P + O)/P² − 2/(m−1))·trΣ²/(trΣ)² of the
 * sketches of m steps, P pairs, O of which share a step with the next (Gaussian noise); that of the
 * plain trΣ̂ adds to it.
 *
 * <p><b>Reference.</b> von Neumann et al., Annals of Mathematical Statistics 12 (1941).
 *
 * @param ratio drift-robust over plain variance
 * @param relativeError standard error of the ratio, were the weights at rest
 */
record DriftRobustVariance(double ratio, double relativeError) {

  /** From the kept steps in order; null when none follow each other or nothing varies. */
  static @Nullable DriftRobustVariance of(List<KeptStep> steps, NoiseStructure noise) {
    double sum = 0;
    int pairs = 0;
    int overlaps = 0;
    boolean before = false;
    for (int i = 1; i < steps.size(); i++) {
      KeptStep previous = steps.get(i - 1);
      KeptStep next = steps.get(i);
      boolean follows = previous.replica() == next.replica() && previous.step() + 1 == next.step();
      if (follows) {
        sum += squaredDifference(previous.sketch(), next.sketch());
        pairs++;
        overlaps += before ? 1 : 0;
      }
      before = follows;
    }
    if (pairs == 0 || !(noise.sketchTrace() > 0)) {
      return null;
    }
    double ratio = sum / (2.0 * pairs) / noise.sketchTrace();
    return new DriftRobustVariance(ratio, relativeError(noise, pairs, overlaps));
  }

  private static double relativeError(NoiseStructure noise, double pairs, int overlaps) {
    double trace = noise.sketchTrace();
    double inverseRank = Math.max(0, noise.sketchTraceSquared()) / (trace * trace);
    double factor = (2 * pairs + overlaps) / (pairs * pairs) - 2 / (noise.kept() - 1.0);
    return Math.sqrt(inverseRank * Math.max(0, factor));
  }

  private static double squaredDifference(float[] x, float[] y) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      double difference = (double) x[j] - y[j];
      sum += difference * difference;
    }
    return sum;
  }

  /** Whether the ratio differs from 1 by more than three of its standard errors. */
  boolean moving() {
    return Math.abs(ratio - 1) > 3 * relativeError;
  }
}
