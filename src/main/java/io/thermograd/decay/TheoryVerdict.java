package io.thermograd.decay;

/** What the data say of one of the theory's claims. */
public enum TheoryVerdict {
  /** The claim's prediction is seen. */
  HOLDS,
  /** Its opposite is, significantly. */
  FAILS,
  /** Neither. */
  UNDECIDED
}
