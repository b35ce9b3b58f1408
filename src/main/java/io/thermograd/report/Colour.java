package io.thermograd.report;

/** Whether console text may be coloured; the caller knows the terminal and NO_COLOR. */
public enum Colour {
  ALWAYS,
  NEVER
}
