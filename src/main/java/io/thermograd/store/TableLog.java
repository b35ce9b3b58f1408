package io.thermograd.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The log of a Delta table, as far as its file names tell: version n is committed by the file of
 * that name, zero-padded to 20 digits (Delta's protocol), so the latest needs no Spark job.
 */
final class TableLog {
  static final long NONE = -1;
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  private TableLog() {}

  /** The latest committed version of a table; {@link #NONE} if there is no table. */
  static long latest(FileSystem files, Path table) throws IOException {
    try {
      return Arrays.stream(files.listStatus(new Path(table, "_delta_log")))
          .map(FileStatus::getPath)
          .map(path -> COMMIT.matcher(path.getName()))
          .filter(Matcher::matches)
          .mapToLong(matched -> Long.parseLong(matched.group(1)))
          .max()
          .orElse(NONE);
    } catch (FileNotFoundException e) {
      return NONE;
    }
  }
}
