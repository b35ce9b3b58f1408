package io.thermograd.verdict;

/** What a run amounts to, in a word. */
public enum RunVerdict {
  /** The mean gradient stands above the noise. */
  LEARNING,
  /** The SNR is under 1 for good, and the loss is stable. */
  DIFFUSING,
  /** The entropy is below what the bins resolve. */
  CONVERGED,
  /** Losses or gradients that aren't finite at the end, or a loss blown up. */
  DIVERGED,
  /** All gradients are zero at the end. */
  DEAD,
  /** Too few steps to say. */
  TOO_SHORT,
  /** The log was cut; what could be computed was. */
  INCOMPLETE,
  /** Neither signal nor decay can be told from what was logged. */
  UNDETERMINED
}
