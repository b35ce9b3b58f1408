package io.thermograd.trace.spark.source;

/** How a file's bytes are cut into records. */
public enum Framing {
  /** A line is a record. */
  LINES,
  /** TFRecord: a length, the record, and a checksum of each. A file is read from its start only. */
  TFRECORDS
}
