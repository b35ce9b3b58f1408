package io.thermograd.trace;

/** What one input record turned out to be: a valid trace record, or a rejected one. */
public sealed interface Decoded permits TraceRecord, Rejected {

  /** Where the record was read. */
  Origin origin();
}
