package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds at one position: a record, or a fault in place of one.
 *
 * @param position byte offset in the decompressed file
 * @param bytes the record; of a fault what is known of its record, at most {@link #HEAD_BYTES}
 * @param fault why there is no record; null for a record
 * @param detail the fault in a few words
 */
public record FileRecord(
    long position, byte @Nullable [] bytes, @Nullable RejectReason fault, @Nullable String detail) {

  /** As much of a faulty record as the quarantine shows. */
  static final int HEAD_BYTES = 1024;

  static FileRecord of(long position, byte[] bytes) {
    return new FileRecord(position, bytes, null, null);
  }

  static FileRecord fault(
      long position, byte @Nullable [] head, RejectReason reason, String detail) {
    return new FileRecord(position, head, reason, detail);
  }

  FileRecord at(long otherPosition) {
    return new FileRecord(otherPosition, bytes, fault, detail);
  }
}
