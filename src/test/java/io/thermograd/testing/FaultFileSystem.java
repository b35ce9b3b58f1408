package io.thermograd.testing;

import io.thermograd.store.RawPlainLocalFileSystem;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system as {@code fault:/path}, with the faults that a test sets. */
public final class FaultFileSystem extends RawPlainLocalFileSystem {
  private static final AtomicLong ROOM = new AtomicLong(Long.MAX_VALUE);
  private static final Map<String, Opening> OPENINGS = new ConcurrentHashMap<>();

  /** What happens when a file is opened for reading. */
  @FunctionalInterface
  public interface Opening {
    void open(String path) throws IOException;
  }

  /** Only so many bytes more can be written. */
  public static void room(long bytes) {
    ROOM.set(bytes);
  }

  /** Each opening of files of this name is preceded by {@code opening}. */
  public static void whenOpened(String name, Opening opening) {
    OPENINGS.put(name, opening);
  }

  /** No fault from now on. */
  public static void mend() {
    ROOM.set(Long.MAX_VALUE);
    OPENINGS.clear();
  }

  @Override
  public URI getUri() {
    return URI.create("fault:///");
  }

  @Override
  public String getScheme() {
    return "fault";
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    Opening opening = OPENINGS.get(path.getName());
    if (opening != null) {
      opening.open(path.toUri().getPath());
    }
    return super.open(path, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  private static FSDataOutputStream limited(FSDataOutputStream out) throws IOException {
    return new FSDataOutputStream(
        new FilterOutputStream(out) {
          @Override
          public void write(int one) throws IOException {
            take(1);
            out.write(one);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            take(length);
            out.write(bytes, from, length);
          }
        },
        null);
  }

  private static void take(int bytes) throws IOException {
    if (ROOM.addAndGet(-bytes) < 0) {
      throw new IOException("No space left on device");
    }
  }
}
