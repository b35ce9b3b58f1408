package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * How text files are cut into records.
 *
 * @param maxRecordBytes the longest record, line end not counted; a longer one becomes a fault
 * @param header whether every file begins with a header line
 */
public record RecordSourceOptions(int maxRecordBytes, HeaderLine header) implements Serializable {

  /** The largest bound that can be set: a record must fit into one array. */
  public static final int LARGEST_MAX_RECORD_BYTES = 1 << 30;

  public RecordSourceOptions {
    Objects.requireNonNull(header, "header");
    if (maxRecordBytes < 1 || maxRecordBytes > LARGEST_MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "Invalid maxRecordBytes: "
              + maxRecordBytes
              + " (must be 1 to "
              + LARGEST_MAX_RECORD_BYTES
              + ")");
    }
  }
}
