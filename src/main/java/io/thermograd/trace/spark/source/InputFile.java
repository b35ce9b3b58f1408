package io.thermograd.trace.spark.source;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

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
  /** What is said of a {@link #isPipe}. */
  public static final String PIPE = "a pipe, socket or device, not a file";

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

  /**
   * Opens the file at {@code path}, as {@link #path()} has it. Hadoop checks a local file by the
   * checksums beside it, whose file it can't name where the name has a colon; so there are none.
   *
   * @throws IOException also of a pipe or device, which would be waited for, maybe for ever
   */
  public static FSDataInputStream open(String path, Configuration conf) throws IOException {
    Path file = new Path(path);
    if (isPipe(path, conf)) {
      throw new IOException(PIPE);
    }
    FileSystem files = file.getFileSystem(conf);
    return files instanceof ChecksumFileSystem checked && hasColon(file)
        ? checked.getRawFileSystem().open(file)
        : files.open(file);
  }

  /** Whether Hadoop's own readers of columnar files can't open the file at {@code path}. */
  public static boolean isForThisReaderOnly(String path, Configuration conf) throws IOException {
    Path file = new Path(path);
    return hasColon(file) && file.getFileSystem(conf) instanceof ChecksumFileSystem;
  }

  /** Whether there is something at {@code path} that isn't a file, but {@link #PIPE}. */
  public static boolean isPipe(String path, Configuration conf) throws IOException {
    Path named = new Path(path);
    if (!(named.getFileSystem(conf) instanceof LocalFileSystem local)) {
      return false;
    }
    File file = local.pathToFile(named);
    return file.exists() && !file.isFile() && !file.isDirectory();
  }

  private static boolean hasColon(Path file) {
    return file.getName().indexOf(':') >= 0;
  }

  /** The lines that begin from {@code from} on and before {@code to}. */
  public InputFile part(long from, long to) {
    return new InputFile(path, to, modificationTimeMillis, blockSize, from);
  }
}
