package io.thermograd.job.declaration;

/** What a job does. */
public enum JobKind {
  /** Traces to tables of their thermodynamics. */
  ANALYZE
}
