package io.thermograd.store;

import org.apache.hadoop.fs.LocalFileSystem;

/** {@link RawPlainLocalFileSystem} with Hadoop's checksums, for its {@code FileSystem}. */
public final class PlainLocalFileSystem extends LocalFileSystem {
  /** As Hadoop makes it. */
  public PlainLocalFileSystem() {
    super(new RawPlainLocalFileSystem());
  }
}
