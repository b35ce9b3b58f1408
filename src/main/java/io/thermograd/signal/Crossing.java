package io.thermograd.signal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lasting crossing.
 *
 * @param level what is crossed
 * @param epoch where, interpolated on ln(epoch + 1)
 * @param low lower end of its 95 % interval; null where it may lie before the log
 * @param high upper end; null where it may lie after the log
 * @param direction DOWN where the SNR falls below the level
 */
public record Crossing(
    CrossingLevel level,
    double epoch,
    @Nullable Double low,
    @Nullable Double high,
    Direction direction) {
  public Crossing {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(direction, "direction");
    if (!(epoch >= 0)) {
      throw new IllegalArgumentException("Invalid crossing: epoch " + epoch + " (must be >= 0)");
    }
    if ((low != null && low > epoch) || (high != null && high < epoch)) {
      throw new IllegalArgumentException(
          "Invalid crossing: epoch " + epoch + " outside of [" + low + ", " + high + "]");
    }
  }
}
