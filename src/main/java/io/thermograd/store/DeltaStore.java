package io.thermograd.store;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Console;

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

  /** Stands in every store, and tells it from a folder that isn't ours. */
  static final String MARK = "_thermograd_store";

  private static final String STAGED_EXPORT = ".export.new";

  // What the last batches need is deleted by our own count of batches, never by age.
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.logRetentionDuration", "interval 36500 days",
          "delta.deletedFileRetentionDuration", "interval 36500 days");

  private static final String VACUUM_PARALLELISM =
      "spark.sql.sources.parallelPartitionDiscovery.parallelism";
  private static final String VACUUM_CHECK =
      "spark.databricks.delta.retentionDurationCheck.enabled";
  private static final double MILLIS_PER_HOUR = 3_600_000;

  private final SparkSession spark;
  private final FileSystem files;
  private final Path store;
  private final Claim claim;
  private final CommitPoint commitPoint;
  private final StoreReader reader;
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
      files.delete(new Path(store, STAGED_EXPORT), true);
      return;
    }
    if (files.exists(store)
        && (!files.getFileStatus(store).isDirectory() || files.listStatus(store).length > 0)) {
      throw new NotAnOutputException(store + " holds something that is no store of ours");
    }
    files.mkdirs(store);
    files.create(mark, true).close();
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
    double hours = Math.ceil(millisAgo / MILLIS_PER_HOUR);
    String parallelism = spark.conf().get(VACUUM_PARALLELISM);
    String check = spark.conf().get(VACUUM_CHECK, "true");
    spark.conf().set(VACUUM_PARALLELISM, "2");
    spark.conf().set(VACUUM_CHECK, "false");
    try {
      // Delta prints what it deleted to where our results go.
      Console.withOut(
          OutputStream.nullOutputStream(),
          () -> {
            versions
                .keySet()
                .forEach(table -> DeltaTable.forPath(spark, path(table)).vacuum(hours));
            return versions.size();
          });
    } finally {
      spark.conf().set(VACUUM_PARALLELISM, parallelism);
      spark.conf().set(VACUUM_CHECK, check);
    }
  }

  /** Opens a file of its own for a copy of a table, unpublished. */
  public OutputStream export(String fileName) throws IOException {
    return files.create(new Path(new Path(store, STAGED_EXPORT), fileName), true);
  }

  /** Replaces the copies by what was written since the last time. */
  public void publishExports() throws IOException {
    Path staged = new Path(store, STAGED_EXPORT);
    Path published = new Path(store, TableFolder.EXPORT);
    files.delete(published, true);
    if (!files.rename(staged, published)) {
      throw new IOException("Cannot rename " + staged + " to " + published);
    }
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
