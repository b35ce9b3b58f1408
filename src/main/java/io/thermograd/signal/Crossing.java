package io.thermograd.signal;

import java.util.Objects;

/**
 * A lasting crossing.
 *
 * @param level what is crossed
 * @param epoch where, interpolated on ln(epoch + 1)
 * @param direction DOWN where the SNR falls below the level
 */
public record Crossing(CrossingLevel level, double epoch, Direction direction) {
  public Crossing {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(direction, "direction");
    if (!(epoch >= 0)) {
      throw new IllegalArgumentException("Invalid crossing: epoch " + epoch + " (must be >= 0)");
    }
  }
}
