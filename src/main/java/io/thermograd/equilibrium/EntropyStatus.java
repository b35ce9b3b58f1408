package io.thermograd.equilibrium;

/** Whether an entropy can be read as it stands. */
public enum EntropyStatus {
  /** It can. */
  OK,
  /** Fewer than three bins hold visits: the grid can't see the spread; left out of fits. */
  UNRESOLVED,
  /** Ties make a spacing zero: the losses were logged too coarsely for a density. */
  QUANTISED
}
