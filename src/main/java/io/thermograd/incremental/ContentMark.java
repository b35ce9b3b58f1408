package io.thermograd.incremental;

import java.io.Serializable;
import java.util.Objects;

/**
 * By what a grown file is told from a rewritten one.
 *
 * @param settled where the last whole line ends, in bytes: what follows may yet be completed, so it
 *     is read again when the file has grown; the file's length where it isn't read in parts
 * @param head SHA-256 of the first bytes, at most {@link #SAMPLE_BYTES}, before {@code settled}
 * @param tail SHA-256 of the last bytes, at most {@link #SAMPLE_BYTES}, before {@code settled}
 */
public record ContentMark(long settled, String head, String tail) implements Serializable {
  /** Bytes at each end that are compared. */
  public static final int SAMPLE_BYTES = 64 << 10;

  public ContentMark {
    if (settled < 0) {
      throw new IllegalArgumentException("Invalid settled: " + settled + " (must be >= 0)");
    }
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(tail, "tail");
  }

  /** The mark of a file that is always read as a whole. */
  public static ContentMark whole(long length) {
    return new ContentMark(length, "", "");
  }
}
