package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds at one position: a record, or a fault in place of one.
 *
 * @param path the file
 * @param position byte offset in the decompressed file
 * @param bytes the record; of a fault the head of its record, or null
 * @param fault why there is no record; null for a record
 * @param detail the fault in a few words; empty for a record
 */
public record SourceRecord(
    String path,
    long position,
    byte @Nullable [] bytes,
    @Nullable RejectReason fault,
    String detail) {}
