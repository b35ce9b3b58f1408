package io.thermograd.trace.spark.source;

import java.io.InputStream;

/** What a record of a file is. */
public enum Framing {
  /** A line. */
  LINES,
  /** A line; the first one names the columns. */
  HEADED_LINES,
  /** The whole file. */
  DOCUMENT,
  /** TFRecord: a length, the record, and a checksum of each. Only the start of a file is known. */
  TFRECORDS;

  /** Cuts a stream into records; {@code position} is the offset of its next byte in the file. */
  RecordScanner scan(InputStream in, long position, int maxRecordBytes) {
    return switch (this) {
      case LINES, HEADED_LINES -> new LineScanner(in, position, maxRecordBytes);
      case DOCUMENT -> new DocumentScanner(in, maxRecordBytes);
      case TFRECORDS -> new TfRecordScanner(in, maxRecordBytes);
    };
  }
}
