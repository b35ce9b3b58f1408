package io.thermograd.trace;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where a record was read: it names the record in the quarantine and orders records of one file.
 *
 * @param path the file, as a fully qualified URI
 * @param position byte offset of the record in the decompressed file (text), or its row index
 *     (columnar), 0-based
 */
public record Origin(String path, long position) implements Serializable {
  public Origin {
    Objects.requireNonNull(path, "path");
    if (position < 0) {
      throw new IllegalArgumentException("Invalid position: " + position + " (must be >= 0)");
    }
  }
}
