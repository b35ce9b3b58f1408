package io.thermograd.simulate.spark;

/** What simulated runs log of a gradient. */
public enum SimulatedLevel {
  /** ‖g‖² and ⟨g_s, g_{s−1}⟩. */
  DOT,
  /** All coordinates. */
  VECTOR
}
