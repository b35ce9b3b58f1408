package io.thermograd.trace.spark.source;

/** Whether several tasks may read one file. */
public enum FileCut {
  /** Records stand for themselves: a plain file is split between tasks. */
  SPLIT,
  /** Records need those before them: a file is one task's. */
  WHOLE
}
