package io.thermograd.store;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The output of a job that runs again and again: a folder of Delta tables, written by one execution
 * at a time. Delta commits one table at a time, so a batch is what the table {@code batches} says,
 * whose row is committed last and names the version of every table. An execution that is killed
 * leaves newer versions that no batch names: nobody reads them, and the next execution puts such a
 * table back to the version of the last batch before it writes to it.
 */
public final class DeltaStore implements AutoCloseable {
  /** Version of the tables' format; a store of another is written anew. */
  public static final int FORMAT_VERSION = 3;

  /**
   * Stands in every store, and tells it from a folder that isn't ours; holds the number of the last
   * batch of which everything was made that follows its commit.
   */
  static final String MARK = "_thermograd_store";

  private static final String STAGED_EXPORT = ".export.new";

  // What the last batches need is deleted by our own count of batches, never by age.
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.logRetentionDuration", "interval 36500 days",
          "delta.deletedFileRetentionDuration", "interval 36500 days");

  private final SparkSession spark;
  private final FileSystem files;
  private final Path store;
  private final Claim claim;
  private final CommitPoint commitPoint;
  private final StoreReader reader;
  private final TableUpkeep upkeep;
  private List<StoreBatch> batches = List.of();
  private final Map<String, Long> versions = new TreeMap<>();

  private DeltaStore(
      SparkSession spark, FileSystem files, Path store, Claim claim, CommitPoint commitPoint) {
    this.spark = spark;
    this.files = files;
    this.store = store;
    this.claim = claim;
    this.commitPoint = commitPoint;
    this.reader = new StoreReader(spark, store.toString());
    this.upkeep = new TableUpkeep(spark);
  }

  /**
   * Claims the store at {@code path}, which is made if nothing is there.
   *
   * @throws OutputHeldException when another execution writes it
   * @throws NotAnOutputException when it holds something else
   */
  public static DeltaStore open(SparkSession spark, String path, Holder me, CommitPoint commitPoint)
      throws IOException, OutputHeldException, NotAnOutputException {
    Path given = new Path(path);
    FileSystem files = given.getFileSystem(spark.sparkContext().hadoopConfiguration());
    Path store = files.makeQualified(given);
    Claim claim = TableFolder.claim(files, store, me);
    DeltaStore opened = new DeltaStore(spark, files, store, claim, commitPoint);
    try {
      opened.requireOurs();
      opened.batches = opened.reader.batches();
      StoreBatch last = opened.last();
      if (last != null) {
        opened.versions.putAll(last.versions());
      }
    } catch (IOException | NotAnOutputException e) {
      claim.close();
      throw e;
    }
    return opened;
  }

  private void requireOurs() throws IOException, NotAnOutputException {
    Path mark = new Path(store, MARK);
    if (files.exists(mark)) {
      files.delete(stagedExport(), true);
      return;
    }
    if (files.exists(store)
        && (!files.getFileStatus(store).isDirectory() || files.listStatus(store).length > 0)) {
      throw new NotAnOutputException(store + " holds something that is no store of ours");
    }
    files.mkdirs(store);
    unchecked(files).create(mark, true).close();
  }

  /** The last batch; null before the first. */
  public @Nullable StoreBatch last() {
    return batches.isEmpty() ? null : batches.get(batches.size() - 1);
  }

  /** A table as the last batch left it. */
  public Dataset<Row> table(String name) {
    StoreBatch last = last();
    if (last == null) {
      throw new IllegalStateException("no batch yet");
    }
    return reader.table(name, last);
  }

  /** Writes a table as a whole. */
  public void overwrite(String name, Dataset<Row> rows) {
    DataFrameWriter<Row> writer =
        rows.write()
            .format(StoreReader.DELTA)
            .mode(SaveMode.Overwrite)
            .option("overwriteSchema", "true");
    PROPERTIES.forEach(writer::option);
    writer.save(path(name));
    committed(name);
  }

  /** Adds rows to a table as the last batch left it, or as this one has. */
  public void append(String name, Dataset<Row> rows) {
    putBack(name);
    rows.write().format(StoreReader.DELTA).mode(SaveMode.Append).save(path(name));
    committed(name);
  }

  /**
   * Replaces rows by others, in one commit. Files without such rows stay as they are.
   *
   * @param which holds for the rows that go, and for those that come: Delta refuses others
   */
  public void replace(String name, RowCondition which, Dataset<Row> rows) {
    putBack(name);
    rows.write()
        .format(StoreReader.DELTA)
        .mode(SaveMode.Overwrite)
        .option("replaceWhere", which.sql())
        .save(path(name));
    committed(name);
  }

  /**
   * Commits the batch: from now on readers see it.
   *
   * @param batch all but the versions of the tables
   */
  public void commit(StoreBatch batch) {
    StoreBatch whole =
        new StoreBatch(
            batch.number(),
            batch.execution(),
            batch.work(),
            batch.reading(),
            batch.analysis(),
            batch.formatVersion(),
            batch.oldestReadable(),
            batch.scanParts(),
            versions);
    List<StoreBatch> all = new ArrayList<>(batches);
    all.add(whole);
    List<Row> rows = all.stream().map(StoreBatchTable::toRow).toList();
    overwrite(
        StoreBatchTable.NAME, spark.createDataFrame(rows, StoreBatchTable.SCHEMA).coalesce(1));
    batches = List.copyOf(all);
  }

  /**
   * Deletes files that only versions superseded before {@code millisAgo} need, in whole hours,
   * rounded to keep more: Delta rounds to the nearest.
   *
   * @param millisAgo since the oldest batch to be kept began
   */
  public void vacuum(long millisAgo) {
    upkeep.vacuum(versions.keySet().stream().map(this::path).toList(), millisAgo);
  }

  /**
   * Joins a table's small files into larger ones, in one commit that leaves its rows as they are.
   */
  public void compact(String name) {
    putBack(name);
    upkeep.compact(path(name));
    committed(name);
  }

  /** Whether everything was made that follows the last batch's commit: copies, page, vacuum. */
  public boolean isFollowed() throws IOException {
    StoreBatch last = last();
    if (last == null) {
      return true;
    }
    try (InputStream in = unchecked(files).open(new Path(store, MARK))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .equals(Long.toString(last.number()));
    }
  }

  /** Says that everything was made that follows the last batch's commit. */
  public void followed() throws IOException {
    StoreBatch last = Objects.requireNonNull(last(), "a batch");
    try (OutputStream out = unchecked(files).create(new Path(store, MARK), true)) {
      out.write(Long.toString(last.number()).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Local checksums are files of their own: a job killed between the two would leave a bad one. */
  static FileSystem unchecked(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** Where copies of the tables are written, unpublished. */
  public Path stagedExport() {
    return new Path(store, STAGED_EXPORT);
  }

  /** Whether copies were ever published. */
  public boolean isExported() throws IOException {
    return files.exists(new Path(store, TableFolder.EXPORT));
  }

  /** Replaces the copies by what was written since the last time. */
  public void publishExports() throws IOException {
    Path staged = stagedExport();
    Path published = new Path(store, TableFolder.EXPORT);
    files.delete(published, true);
    if (!files.rename(staged, published)) {
      throw new IOException("Cannot rename " + staged + " to " + published);
    }
  }

  /** The table of all batches. */
  public Dataset<Row> history() {
    return reader.history();
  }

  /** All batches, the oldest first. */
  public List<StoreBatch> batches() {
    return batches;
  }

  private void putBack(String name) {
    Long named = versions.get(name);
    if (named == null) {
      throw new IllegalStateException("no version of the table " + name);
    }
    if (latest(name) != named) {
      DeltaTable.forPath(spark, path(name)).restoreToVersion(named);
      committed(name);
    }
  }

  private void committed(String name) {
    versions.put(name, latest(name));
    commitPoint.committed(name);
  }

  private long latest(String name) {
    try {
      return TableLog.latest(files, new Path(store, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String path(String name) {
    return new Path(store, name).toString();
  }

  /** Gives up the claim. */
  @Override
  public void close() {
    try {
      claim.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
