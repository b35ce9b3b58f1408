package io.thermograd.verdict;

import io.thermograd.equilibrium.LossSeries;
import java.util.Arrays;

/**
 * At which steps a run logged its loss.
 *
 * @param kind whether steps are left out, and how
 * @param typical the most usual distance of two logged steps: their median
 */
record LossStride(Kind kind, long typical) {
  /** How logged steps lie. */
  enum Kind {
    /** Step after step. */
    EVERY_STEP,
    /** Every so many steps. */
    EVEN,
    /** At distances of several lengths. */
    UNEVEN
  }

  /** Up to this share of other distances is what a resume or a last step makes. */
  private static final double FEW = 0.05;

  static LossStride of(LossSeries losses) {
    if (losses.size() < 3) {
      return new LossStride(Kind.EVERY_STEP, 1);
    }
    long[] distances = new long[losses.size() - 1];
    Arrays.setAll(distances, i -> losses.step(i + 1) - losses.step(i));
    Arrays.sort(distances);
    long median = distances[distances.length / 2];
    long others = Arrays.stream(distances).filter(d -> d != median).count();
    boolean even = others <= Math.max(1, FEW * distances.length);
    Kind kind = median == 1 ? Kind.EVERY_STEP : Kind.EVEN;
    return new LossStride(even ? kind : Kind.UNEVEN, median);
  }
}
