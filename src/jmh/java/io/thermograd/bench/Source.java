package io.thermograd.bench;

import io.thermograd.trace.InputFormat;
import java.nio.file.Path;

/**
 * The files that a way reads.
 *
 * @param folder where they are
 * @param format Parquet, or gzipped JSON lines
 * @param dimension most coordinates of a gradient; 0 for rows of norms and dots
 */
record Source(Path folder, InputFormat format, int dimension) {
  boolean json() {
    return format == InputFormat.JSONL;
  }

  boolean vectors() {
    return dimension > 0;
  }

  /** A pattern that all files match and nothing else in the folder. */
  String files() {
    return folder + (json() ? "/*.jsonl.gz" : "/*.parquet");
  }
}
