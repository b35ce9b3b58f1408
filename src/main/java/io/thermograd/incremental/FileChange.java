package io.thermograd.incremental;

import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.source.InputFile;
import java.io.Serializable;
import java.util.Objects;

/**
 * A file of which something is to be read.
 *
 * @param input how it is read
 * @param file as it is listed now
 * @param kind what became of it; never {@link ChangeKind#REMOVED}
 * @param from where reading begins, in bytes: 0 unless it has grown
 * @param mark its content now
 */
public record FileChange(
    TraceInput input, InputFile file, ChangeKind kind, long from, ContentMark mark)
    implements Serializable {
  public FileChange {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(mark, "mark");
    if (kind == ChangeKind.REMOVED || (kind != ChangeKind.GROWN && from != 0)) {
      throw new IllegalArgumentException("Invalid change: " + kind + " from " + from);
    }
  }

  /** What names the file. */
  public FileKey key() {
    return new FileKey(input.readingRule(), file.path());
  }

  /** Bytes that are read, as they are stored. */
  public long bytes() {
    return file.length() - from;
  }
}
