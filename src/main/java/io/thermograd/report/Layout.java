package io.thermograd.report;

import java.util.Objects;

/**
 * How console text is laid out.
 *
 * @param width columns of the terminal
 * @param colour whether it may be coloured
 */
public record Layout(int width, Colour colour) {
  public Layout {
    Objects.requireNonNull(colour, "colour");
    if (width < 1) {
      throw new IllegalArgumentException("Invalid width: " + width + " (must be >= 1)");
    }
  }
}
