package io.thermograd.signal;

/** Which way a quantity goes. */
public enum Direction {
  UP,
  DOWN
}
