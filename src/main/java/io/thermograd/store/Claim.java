package io.thermograd.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The right to write an output: a file beside it that only one execution can create. A holder on
 * this host that no longer lives is taken over, by one execution at a time: who looks at a claim
 * and deletes it might otherwise delete that of another, which was faster.
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
    FileSystem raw = DeltaStore.unchecked(files);
    if (!create(raw, file, me)) {
      takeOver(raw, file, me);
    }
    return new Claim(raw, file);
  }

  private static void takeOver(FileSystem files, Path file, Holder me)
      throws IOException, OutputHeldException {
    if (!requireDead(files, file, me) && create(files, file, me)) {
      return;
    }
    Path turn = file.suffix(".takeover");
    if (!create(files, turn, me)) {
      if (requireDead(files, turn, me)) {
        files.delete(turn, false);
      }
      throw new OutputHeldException("another execution was taking it over; run the job again");
    }
    try {
      if (requireDead(files, file, me)) {
        files.delete(file, false);
      }
      if (!create(files, file, me)) {
        throw new OutputHeldException("another execution claimed it just now");
      }
    } finally {
      files.delete(turn, false);
    }
  }

  /** False if nobody holds it any more. */
  private static boolean requireDead(FileSystem files, Path file, Holder me)
      throws IOException, OutputHeldException {
    Holder holder;
    try (FSDataInputStream in = files.open(file)) {
      holder = Holder.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (holder.pid() < 0 && files.getFileStatus(file).getModificationTime() >= me.sinceMillis()) {
        throw new OutputHeldException("another execution claims it just now");
      }
    } catch (FileNotFoundException e) {
      return false;
    }
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
    return true;
  }

  private static boolean create(FileSystem files, Path file, Holder me) throws IOException {
    try (OutputStream out = createNew(files, file)) {
      out.write(me.text().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Hadoop's local file system looks first and then creates, which two can do at once. */
  private static OutputStream createNew(FileSystem files, Path file) throws IOException {
    return files instanceof RawLocalFileSystem local
        ? Files.newOutputStream(
            local.pathToFile(file).toPath(),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)
        : files.create(file, false);
  }

  @Override
  public void close() throws IOException {
    files.delete(file, false);
  }
}
