package io.thermograd.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * The output of a one-shot job: a folder per table. Tables are written to a folder beside it and
 * published together by a rename, so whoever reads {@code output.path} sees one execution whole, or
 * for a moment between two renames nothing. A job killed at any moment leaves the last good tables;
 * the next one clears what it left.
 */
public final class TableFolder implements AutoCloseable {
  /** Stands in every published output, and tells it from a folder that isn't ours to replace. */
  static final String MARK = "_thermograd";

  /** The folder of copies for other programs. */
  public static final String EXPORT = "export";

  private final FileSystem files;
  private final Path output;
  private final Path staging;
  private final Path previous;
  private final Claim claim;

  private TableFolder(FileSystem files, Path output, Claim claim) {
    this.files = files;
    this.output = output;
    this.staging = beside(output, "staging");
    this.previous = beside(output, "previous");
    this.claim = claim;
  }

  /**
   * Claims {@code path} for writing.
   *
   * @throws OutputHeldException when another execution writes it
   * @throws NotAnOutputException when it holds something else
   */
  public static TableFolder open(Configuration configuration, String path, Holder me)
      throws IOException, OutputHeldException, NotAnOutputException {
    Path output = new Path(path);
    FileSystem files = output.getFileSystem(configuration);
    output = files.makeQualified(output);
    if (output.getParent() == null) {
      throw new NotAnOutputException(output + " is a root folder");
    }
    Claim claim = claim(files, output, me);
    TableFolder folder = new TableFolder(files, output, claim);
    try {
      folder.recover();
      folder.requireOurs();
    } catch (IOException | NotAnOutputException e) {
      claim.close();
      throw e;
    }
    return folder;
  }

  /** A folder that can't be made or written (no permission, a file in the way) is no output. */
  static Claim claim(FileSystem files, Path output, Holder me)
      throws OutputHeldException, NotAnOutputException {
    try {
      files.mkdirs(output.getParent());
      return Claim.of(files, beside(output, "claim"), me);
    } catch (IOException e) {
      throw new NotAnOutputException(output.getParent() + " can't be written: " + e.getMessage());
    }
  }

  /** Where the published tables of {@code path} stand, also if a killed job left them aside. */
  public static Path published(Configuration configuration, String path) throws IOException {
    Path output = new Path(path);
    FileSystem files = output.getFileSystem(configuration);
    Path previous = beside(files.makeQualified(output), "previous");
    return !files.exists(output) && files.exists(previous) ? previous : output;
  }

  private void recover() throws IOException {
    if (!files.exists(output) && files.exists(previous)) {
      files.rename(previous, output);
    }
    files.delete(previous, true);
    files.delete(staging, true);
  }

  private void requireOurs() throws IOException, NotAnOutputException {
    if (!files.exists(output)) {
      return;
    }
    if (!files.getFileStatus(output).isDirectory()) {
      throw new NotAnOutputException(output + " is a file");
    }
    FileStatus[] held = files.listStatus(output);
    if (held.length > 0 && !files.exists(new Path(output, MARK))) {
      throw new NotAnOutputException(output + " holds files that no Thermograd job wrote");
    }
  }

  /** Writes one table, unpublished. */
  public void write(String table, Dataset<Row> rows) {
    rows.write().mode(SaveMode.Overwrite).parquet(new Path(staging, table).toString());
  }

  /** Where copies of the tables are written, unpublished. */
  public Path stagedExport() {
    return new Path(staging, EXPORT);
  }

  /** Where tables stand that aren't published yet: what is put there is published with them. */
  public Path staged() {
    return staging;
  }

  /** The published output. */
  public Path path() {
    return output;
  }

  /** Replaces the output by what was written: the old one is set aside, the new one renamed. */
  public void publish() throws IOException {
    files.create(new Path(staging, MARK), true).close();
    if (files.exists(output)) {
      rename(output, previous);
    }
    rename(staging, output);
    files.delete(previous, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }

  /** Gives up the claim; what isn't published is cleared. */
  @Override
  public void close() {
    try {
      files.delete(staging, true);
      claim.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path beside(Path output, String what) {
    return new Path(output.getParent(), "." + output.getName() + "." + what);
  }
}
