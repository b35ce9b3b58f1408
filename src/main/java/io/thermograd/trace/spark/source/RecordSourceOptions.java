package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * How files are cut into records.
 *
 * @param framing what separates one record from the next
 * @param maxRecordBytes the longest record, line end not counted; a longer one becomes a fault
 * @param header whether every file begins with a header line; only files of lines do
 */
public record RecordSourceOptions(Framing framing, int maxRecordBytes, HeaderLine header)
    implements Serializable {

  /** The largest bound that can be set: a record must fit into one array. */
  public static final int LARGEST_MAX_RECORD_BYTES = 1 << 30;

  public RecordSourceOptions {
    Objects.requireNonNull(framing, "framing");
    Objects.requireNonNull(header, "header");
    if (framing == Framing.TFRECORDS && header == HeaderLine.YES) {
      throw new IllegalArgumentException("Invalid header: TFRecords have no header line");
    }
    if (maxRecordBytes < 1 || maxRecordBytes > LARGEST_MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "Invalid maxRecordBytes: "
              + maxRecordBytes
              + " (must be 1 to "
              + LARGEST_MAX_RECORD_BYTES
              + ")");
    }
  }

  /** Files of lines. */
  public static RecordSourceOptions lines(int maxRecordBytes, HeaderLine header) {
    return new RecordSourceOptions(Framing.LINES, maxRecordBytes, header);
  }

  /** Files of TFRecords. */
  public static RecordSourceOptions tfRecords(int maxRecordBytes) {
    return new RecordSourceOptions(Framing.TFRECORDS, maxRecordBytes, HeaderLine.NO);
  }
}
