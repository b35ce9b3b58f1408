package io.thermograd.moments;

import org.jspecify.annotations.Nullable;

/**
 * A 95 % interval of a quantity that isn't negative.
 *
 * @param low lower end; not negative
 * @param high upper end; null where there is none
 */
public record Interval(double low, @Nullable Double high) {
  public Interval {
    if (!(low >= 0) || Double.isInfinite(low)) {
      throw new IllegalArgumentException("Invalid lower end: " + low);
    }
    if (high != null && !(high >= low && Double.isFinite(high))) {
      throw new IllegalArgumentException("Invalid interval: " + low + " to " + high);
    }
  }
}
