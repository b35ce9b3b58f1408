package io.thermograd.decay;

import java.util.Objects;

/**
 * The entropy of a run's windows, in order.
 *
 * @param kind which entropy it is
 * @param t middle step of each window minus the stable region's first step; increasing
 * @param entropy in nats
 * @param standardError of each entropy, in nats; 0 where a window can't tell
 * @param drive the cumulative gradient at each t, or why there is none
 */
public record EntropySeries(
    EntropyKind kind, double[] t, double[] entropy, double[] standardError, GradientDrive drive) {

  public EntropySeries {
    Objects.requireNonNull(kind, "kind");
    if (entropy.length != t.length
        || standardError.length != t.length
        || (drive instanceof GradientDrive.Known known && known.cumulative().length != t.length)) {
      throw new IllegalArgumentException("Invalid series: columns of different lengths");
    }
    for (int i = 0; i < t.length; i++) {
      if (!Double.isFinite(t[i]) || (i > 0 && t[i] <= t[i - 1])) {
        throw new IllegalArgumentException("Invalid t: it must be finite and increase");
      }
      if (!Double.isFinite(entropy[i])) {
        throw new IllegalArgumentException("Invalid entropy: " + entropy[i]);
      }
      if (!Double.isFinite(standardError[i]) || standardError[i] < 0) {
        throw new IllegalArgumentException("Invalid standard error: " + standardError[i]);
      }
    }
  }

  /** The number of windows. */
  public int size() {
    return t.length;
  }

  /** Steps from the first window's middle to the last's; 0 with fewer than two windows. */
  public double span() {
    return t.length < 2 ? 0 : t[t.length - 1] - t[0];
  }
}
