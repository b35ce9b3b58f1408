package io.thermograd.trace;

/**
 * What one input record turned out to be: a valid trace record, or a rejected one; and, at a file's
 * end, how many of its values are in none.
 */
public sealed interface Decoded permits TraceRecord, Rejected, UnusedValues {

  /** Where the record was read. */
  Origin origin();
}
