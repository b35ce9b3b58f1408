package io.thermograd.trace;

import java.io.Serializable;

/**
 * What one input record turned out to be: a valid trace record, or a rejected one; and, at a file's
 * end, how many of its values are in none. Serializable, since a look at columnar files takes some
 * to the driver.
 */
public sealed interface Decoded extends Serializable permits TraceRecord, Rejected, UnusedValues {

  /** Where the record was read. */
  Origin origin();
}
