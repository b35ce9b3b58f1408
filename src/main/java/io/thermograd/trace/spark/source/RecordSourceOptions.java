package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * How files are cut into records.
 *
 * @param maxRecordBytes the longest record, line end not counted; a longer one becomes a fault
 * @param framing what a record is
 * @param cut whether several tasks may read one file; a document or a file of TFRecords is always
 *     one task's
 */
public record RecordSourceOptions(int maxRecordBytes, Framing framing, FileCut cut)
    implements Serializable {

  /** The largest bound that can be set: a record must fit into one array. */
  public static final int LARGEST_MAX_RECORD_BYTES = 1 << 30;

  public RecordSourceOptions {
    Objects.requireNonNull(framing, "framing");
    Objects.requireNonNull(cut, "cut");
    cut = framing == Framing.DOCUMENT || framing == Framing.TFRECORDS ? FileCut.WHOLE : cut;
    if (maxRecordBytes < 1 || maxRecordBytes > LARGEST_MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "Invalid maxRecordBytes: "
              + maxRecordBytes
              + " (must be 1 to "
              + LARGEST_MAX_RECORD_BYTES
              + ")");
    }
  }

  /** Files of lines, split between tasks. */
  public RecordSourceOptions(int maxRecordBytes, Framing framing) {
    this(maxRecordBytes, framing, FileCut.SPLIT);
  }
}
