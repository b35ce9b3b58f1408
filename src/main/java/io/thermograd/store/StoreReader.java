package io.thermograd.store;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a store through its table {@code batches}: all of a batch, or nothing. */
public final class StoreReader {
  private static final String VERSION_AS_OF = "versionAsOf";
  static final String DELTA = "delta";

  private final SparkSession spark;
  private final Path store;

  /** Reads the store at {@code path}. */
  public StoreReader(SparkSession spark, String path) {
    this.spark = spark;
    this.store = new Path(path);
  }

  /** Whether {@code path} is a store, or was to become one. */
  public static boolean isStore(Configuration configuration, String path) throws IOException {
    Path store = new Path(path);
    return store.getFileSystem(configuration).exists(new Path(store, DeltaStore.MARK));
  }

  /** All batches, the oldest first; empty if none was ever committed. */
  public List<StoreBatch> batches() throws IOException {
    FileSystem files = store.getFileSystem(spark.sparkContext().hadoopConfiguration());
    Path table = new Path(store, StoreBatchTable.NAME);
    if (TableLog.latest(files, table) == TableLog.NONE) {
      return List.of();
    }
    return history().sort(col(StoreBatchTable.BATCH)).collectAsList().stream()
        .map(StoreBatchTable::fromRow)
        .toList();
  }

  /** The table {@code batches}, whose latest version is always whole. */
  public Dataset<Row> history() {
    return spark
        .read()
        .format(DELTA)
        .load(new Path(store, StoreBatchTable.NAME).toString())
        .select(StoreBatchTable.columns().stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /**
   * A table as a batch left it.
   *
   * @throws IllegalArgumentException if the batch has no such table
   */
  public Dataset<Row> table(String name, StoreBatch batch) {
    Long version = batch.versions().get(name);
    if (version == null) {
      throw new IllegalArgumentException("batch " + batch.number() + " has no table " + name);
    }
    return spark
        .read()
        .format(DELTA)
        .option(VERSION_AS_OF, version)
        .load(new Path(store, name).toString());
  }

  /** The data files of a table as a batch left it; of {@code batches} the latest. */
  public List<String> files(String name, StoreBatch batch) {
    Dataset<Row> rows = name.equals(StoreBatchTable.NAME) ? history() : table(name, batch);
    return List.of(rows.inputFiles());
  }
}
