package io.thermograd.equilibrium;

/** How the edges of a grid are spaced. */
public enum Spacing {
  /** Equal widths of the loss. */
  LINEAR,
  /** Equal widths of the loss's logarithm. */
  LOGARITHMIC,
  /** Widths of any size. */
  IRREGULAR
}
