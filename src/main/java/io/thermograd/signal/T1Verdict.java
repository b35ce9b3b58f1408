package io.thermograd.signal;

/** What the data say of T1 in one layer. */
public enum T1Verdict {
  /** SNR falls, variance grows and mean shrinks, each significantly. */
  HOLDS,
  /** At least one of the three goes significantly the other way. */
  FAILS,
  /** Neither; the reason says what is missing. */
  UNDECIDED
}
