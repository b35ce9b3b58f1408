package io.thermograd.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The right to write an output: a file beside it that only one execution can create. A holder on
 * this host that no longer lives is taken over.
 */
final class Claim implements AutoCloseable {
  private final FileSystem files;
  private final Path file;

  private Claim(FileSystem files, Path file) {
    this.files = files;
    this.file = file;
  }

  /**
   * Claims what {@code file} stands for.
   *
   * @throws OutputHeldException when a living execution, or one on another host, holds it
   */
  static Claim of(FileSystem files, Path file, Holder me) throws IOException, OutputHeldException {
    if (!create(files, file, me)) {
      Holder holder = read(files, file);
      if (!holder.isDeadOn(me.host())) {
        throw new OutputHeldException(
            "held by process "
                + holder.pid()
                + " on "
                + holder.host()
                + " since "
                + holder.since()
                + " (if that process is known to be dead, delete "
                + file
                + ")");
      }
      files.delete(file, false);
      if (!create(files, file, me)) {
        throw new OutputHeldException("another execution took it over just now");
      }
    }
    return new Claim(files, file);
  }

  private static boolean create(FileSystem files, Path file, Holder me) throws IOException {
    try (FSDataOutputStream out = files.create(file, false)) {
      out.write(me.text().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static Holder read(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return Holder.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    files.delete(file, false);
  }
}
