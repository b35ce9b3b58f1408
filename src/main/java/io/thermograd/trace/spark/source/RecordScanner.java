package io.thermograd.trace.spark.source;

import io.thermograd.trace.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into records, in bounded memory. */
interface RecordScanner {

  /** Passes over the rest of a record that began before the stream's first byte. */
  void skipStarted();

  /** Offset at which the next record begins. */
  long position();

  /**
   * The next record, or the fault in place of one.
   *
   * @param end records that begin here or later aren't read
   * @return null when there are no more
   */
  @Nullable FileRecord next(long end) throws IOException;

  /** The fault of whatever has stopped the stream inside the current record. */
  FileRecord interruptedBy(RejectReason reason, String detail);
}
