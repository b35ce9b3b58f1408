package io.thermograd.store;

import java.util.Map;
import java.util.Objects;

/**
 * A batch of a store: one execution that read what had changed.
 *
 * @param number 1 for the first
 * @param execution what the batch read and when; its counts are of the whole store
 * @param work what it did
 * @param reading what the kept scan depends on beside the files
 * @param analysis what the results depend on beside the kept scan
 * @param formatVersion of the store's tables
 * @param oldestReadable the first batch whose tables are kept
 * @param scanParts batches whose scans were added since the kept scan was last written as a whole
 * @param versions the version of every table
 */
public record StoreBatch(
    long number,
    BatchTable.Batch execution,
    Work work,
    String reading,
    String analysis,
    int formatVersion,
    long oldestReadable,
    int scanParts,
    Map<String, Long> versions) {
  public StoreBatch {
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(work, "work");
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(analysis, "analysis");
    versions = Map.copyOf(versions);
  }

  /** Whether a batch read everything. */
  public enum Mode {
    FULL,
    INCREMENTAL
  }

  /**
   * What a batch did.
   *
   * @param mode whether it read everything
   * @param filesNew files never read before
   * @param filesGrown files of which only what was added was read
   * @param filesChanged files that were read again as a whole
   * @param filesRemoved files that were gone
   * @param filesReread files read again for groups that a resume or a repeat cut
   * @param bytesRead stored bytes of what was read, those read again left out
   * @param runsAnalysed runs that were analysed anew
   */
  public record Work(
      Mode mode,
      long filesNew,
      long filesGrown,
      long filesChanged,
      long filesRemoved,
      long filesReread,
      long bytesRead,
      long runsAnalysed) {
    public Work {
      Objects.requireNonNull(mode, "mode");
    }
  }
}
