package io.thermograd.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, but Java sets permissions and looks for links: without Hadoop's
 * native library it starts a process for each, {@code chmod} or {@code readlink}, some hundreds in
 * a job (docs/benchmarks.md).
 */
public class RawPlainLocalFileSystem extends RawLocalFileSystem {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /** As Hadoop makes it. */
  public RawPlainLocalFileSystem() {}

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    // Java knows no sticky bit.
    if (POSIX && !permission.getStickyBit()) {
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
    } else {
      super.setPermission(path, permission);
    }
  }

  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    return Files.isSymbolicLink(pathToFile(path).toPath())
        ? super.getFileLinkStatus(path)
        : getFileStatus(path);
  }
}
