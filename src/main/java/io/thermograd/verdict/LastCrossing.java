package io.thermograd.verdict;

import io.thermograd.signal.Crossing;
import io.thermograd.signal.CrossingLevel;
import org.jspecify.annotations.Nullable;

/** Where the whole model's SNR last crossed 1 for good. */
public final class LastCrossing {
  private LastCrossing() {}

  /** The last lasting crossing of 1 of the whole model; null when there is none. */
  public static @Nullable Crossing of(RunFindings findings) {
    if (findings.phases().isEmpty()) {
      return null;
    }
    Crossing last = null;
    for (Crossing crossing : findings.phases().get(0).phases().crossings()) {
      if (crossing.level() == CrossingLevel.ONE) {
        last = crossing;
      }
    }
    return last;
  }
}
