package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * The lines of a file that begin in a range of its bytes.
 *
 * @param path the file
 * @param start first byte of the range
 * @param end the byte behind the range; {@link #WHOLE} for a file that is read to its end
 */
record FileSplit(String path, long start, long end) implements Serializable {

  /** The end of a range that ends with the file, however long its content turns out to be. */
  static final long WHOLE = Long.MAX_VALUE;

  FileSplit {
    Objects.requireNonNull(path, "path");
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("Invalid range: " + start + " to " + end);
    }
  }
}
