package io.thermograd.incremental;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What is remembered of a file that was read.
 *
 * @param rule how it was read: {@link io.thermograd.trace.TraceInput#readingRule}
 * @param path the file
 * @param length its length in bytes when it was listed
 * @param modifiedMillis its modification time then, in milliseconds since 1970
 * @param mark its content
 * @param firstBatch the batch that read it as a whole: what older batches kept of it is void
 * @param lastBatch the batch that last read a part of it: what older ones kept of its unfinished
 *     last line is void
 * @param completeness whether all of it could be read
 * @param runs the runs of its records, sorted
 */
public record ReadFile(
    String rule,
    String path,
    long length,
    long modifiedMillis,
    ContentMark mark,
    long firstBatch,
    long lastBatch,
    Completeness completeness,
    List<String> runs)
    implements Serializable {

  /** Whether all of a file could be read. */
  public enum Completeness {
    COMPLETE,
    /** The file system didn't deliver all of it: it is tried again, changed or not. */
    UNREADABLE
  }

  public ReadFile {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(completeness, "completeness");
    runs = List.copyOf(runs);
    if (firstBatch > lastBatch) {
      throw new IllegalArgumentException(
          "Invalid batches: first " + firstBatch + ", last " + lastBatch);
    }
  }

  /** What names it. */
  public FileKey key() {
    return new FileKey(rule, path);
  }
}
