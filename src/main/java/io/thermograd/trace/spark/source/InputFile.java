package io.thermograd.trace.spark.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * One file to read, as its file system listed it.
 *
 * @param path the fully qualified path in Hadoop's notation: a URI whose special characters aren't
 *     escaped
 * @param length length in bytes, compressed if the file is
 * @param modificationTimeMillis when it was last written, since the epoch
 * @param blockSize its file system's block size in bytes
 */
public record InputFile(String path, long length, long modificationTimeMillis, long blockSize)
    implements Serializable {
  public InputFile {
    Objects.requireNonNull(path, "path");
    if (length < 0) {
      throw new IllegalArgumentException("Invalid length: " + length + " (must be >= 0)");
    }
  }
}
