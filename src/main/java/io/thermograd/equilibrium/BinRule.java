package io.thermograd.equilibrium;

import java.io.Serializable;

/** How the loss range is cut into bins, as declared. */
public sealed interface BinRule extends Serializable {

  /** Equal widths of 2·IQR·N^(−1/3) (Freedman and Diaconis 1981). */
  record FreedmanDiaconis() implements BinRule {}

  /** Equal widths on the logarithm of the loss. */
  record Logarithmic() implements BinRule {}

  /**
   * A fixed number of equal widths.
   *
   * @param count bins, 2 to 512
   */
  record Count(int count) implements BinRule {
    public Count {
      requireCount(count);
    }
  }

  /**
   * A fixed width.
   *
   * @param width in units of the loss, positive and finite
   */
  record Width(double width) implements BinRule {
    public Width {
      if (!(width > 0) || Double.isInfinite(width)) {
        throw new IllegalArgumentException(
            "Invalid bin width: " + width + " (must be positive and finite)");
      }
    }
  }

  /**
   * Bins of equal occupancy.
   *
   * @param count bins, 2 to 512
   */
  record Quantiles(int count) implements BinRule {
    public Quantiles {
      requireCount(count);
    }
  }

  private static void requireCount(int count) {
    if (count < 2 || count > 512) {
      throw new IllegalArgumentException("Invalid bin count: " + count + " (must be 2 to 512)");
    }
  }
}
