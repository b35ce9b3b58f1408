package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * One file to read, as its file system listed it, or a part of one.
 *
 * @param path the fully qualified path in Hadoop's notation: a URI whose special characters aren't
 *     escaped
 * @param length length in bytes, compressed if the file is; of a part the byte behind it
 * @param modificationTimeMillis when it was last written, since the epoch
 * @param blockSize its file system's block size in bytes
 * @param start first byte of the part: lines that begin before aren't read; 0 for a whole file
 */
public record InputFile(
    String path, long length, long modificationTimeMillis, long blockSize, long start)
    implements Serializable {
  public InputFile {
    Objects.requireNonNull(path, "path");
    if (length < 0) {
      throw new IllegalArgumentException("Invalid length: " + length + " (must be >= 0)");
    }
    if (start < 0
        || start > length
        || (start > 0 && start < length && Compression.of(path) != Compression.NONE)) {
      throw new IllegalArgumentException("Invalid start: " + start + " of " + path);
    }
  }

  /** A whole file. */
  public InputFile(String path, long length, long modificationTimeMillis, long blockSize) {
    this(path, length, modificationTimeMillis, blockSize, 0);
  }

  /** Whether a part of it can be read: it isn't compressed. */
  public boolean isSplittable() {
    return Compression.of(path) == Compression.NONE;
  }

  /** The lines that begin from {@code from} on and before {@code to}. */
  public InputFile part(long from, long to) {
    return new InputFile(path, to, modificationTimeMillis, blockSize, from);
  }
}
