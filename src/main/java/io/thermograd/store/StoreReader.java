package io.thermograd.store;

import static org.apache.spark.sql.functions.col;

import io.delta.kernel.exceptions.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a store through its table {@code batches}: all of a batch, or nothing. */
public final class StoreReader {
  private static final String VERSION_AS_OF = "versionAsOf";

  /** Spark's own option: whether a path may stand for many. */
  private static final String AS_PATTERNS = "__globPaths__";

  /** What Spark says of a file that isn't there. */
  private static final String NOT_FOUND = "PATH_NOT_FOUND";

  /** More are better chosen by Delta's statistics; Spark would look at each by a job, too. */
  private static final int FEW_FILES = 32;

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
    return rows(new Path(store, StoreBatchTable.NAME), latest())
        .select(StoreBatchTable.columns().stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /**
   * A table as a batch left it.
   *
   * @throws IllegalArgumentException if the batch has no such table
   * @throws DamagedStoreException if the table's log or files are gone
   */
  public Dataset<Row> table(String name, StoreBatch batch) {
    return rows(new Path(store, name), version(name, batch));
  }

  /** The data files of a table as a batch left it; of {@code batches} the latest. */
  public List<String> files(String name, StoreBatch batch) {
    long version = name.equals(StoreBatchTable.NAME) ? latest() : version(name, batch);
    return at(new Path(store, name), version).files();
  }

  private static long version(String name, StoreBatch batch) {
    Long version = batch.versions().get(name);
    if (version == null) {
      throw new IllegalArgumentException("batch " + batch.number() + " has no table " + name);
    }
    return version;
  }

  private long latest() {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    try {
      return TableLog.latest(
          store.getFileSystem(configuration), new Path(store, StoreBatchTable.NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TableVersion at(Path table, long version) {
    try {
      return TableVersion.of(spark.sparkContext().hadoopConfiguration(), table, version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KernelException e) {
      throw new DamagedStoreException(
          "version %d of the table %s can't be found: %s".formatted(version, table, e.getMessage()),
          e);
    }
  }

  private Dataset<Row> rows(Path table, long version) {
    TableVersion at = at(table, version);
    if (at.files().isEmpty()) {
      return spark.createDataFrame(List.of(), at.schema());
    }
    if (at.files().size() > FEW_FILES) {
      return spark.read().format(DELTA).option(VERSION_AS_OF, version).load(table.toString());
    }
    try {
      return spark
          .read()
          .schema(at.schema())
          .option(AS_PATTERNS, false)
          .parquet(at.files().toArray(String[]::new));
    } catch (Exception e) {
      // Scala's exceptions aren't declared.
      if (e instanceof AnalysisException gone && NOT_FOUND.equals(gone.getCondition())) {
        throw new DamagedStoreException(
            "a data file of version %d of the table %s is gone: %s"
                .formatted(version, table, gone.getMessageParameters().get("path")),
            e);
      }
      throw e;
    }
  }
}
