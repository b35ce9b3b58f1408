package io.thermograd.job;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.PlainLocalFileSystem;
import io.thermograd.store.PlainLocalFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Makes the Spark session. What spark-submit was told takes precedence, save the time zone, which
 * results depend on; the master always comes from spark-submit.
 */
final class Session implements SessionSource {
  /** The folder that a job was submitted from, when it may not be the driver's own. */
  private static final String SUBMISSION_FOLDER = "spark.thermograd.folder";

  /** The settings that follow the size of the input, for spark-submit said nothing of them. */
  private static final String SIZED = "spark.thermograd.sized";

  private static final String MASTER = "spark.master";
  private static final long BYTES_PER_PARTITION = 32L << 20;
  private static final long SMALL_INPUT = 256L << 20;
  private static final long TINY_INPUT = 32L << 20;

  /** Below this the reading of a row by interpretation costs less than compiling its reader. */
  private static final long LEAST_COMPILED = 4L << 20;

  private static final int MIN_PARTITIONS = 8;
  private static final int MAX_PARTITIONS = 2000;

  /** Hadoop's configuration as the session will have it, without waiting for a session. */
  static Configuration hadoopConfiguration() {
    Configuration hadoop = new Configuration();
    SparkConf conf = new SparkConf();
    setLocalFiles(conf);
    for (Tuple2<String, String> set : conf.getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(set._1(), set._2());
    }
    return hadoop;
  }

  /** On one machine only: an executor's own threads would look for the class in vain. */
  private static void setLocalFiles(SparkConf conf) {
    if (isLocal(conf.get(MASTER, ""))) {
      conf.setIfMissing("spark.hadoop.fs.file.impl", PlainLocalFileSystem.class.getName());
      conf.setIfMissing(
          "spark.hadoop.fs.AbstractFileSystem.file.impl", PlainLocalFs.class.getName());
    }
  }

  /**
   * Makes relative local paths start where the job was submitted from: in cluster mode the driver
   * runs in a folder of a worker's. Hadoop keeps one local file system per process, so this holds
   * for every path that the driver makes absolute, and executors are only given such.
   */
  static void startInSubmissionFolder() throws IOException {
    String folder = new SparkConf().get(SUBMISSION_FOLDER, "");
    if (!folder.isEmpty()) {
      FileSystem.getLocal(hadoopConfiguration()).setWorkingDirectory(new Path(folder));
    }
  }

  @Override
  public SparkSession open(String name, long inputBytes) {
    return open(configured(new SparkConf(), name, inputBytes));
  }

  @Override
  public SparkSession openStore(String name, long inputBytes) {
    return open(withDelta(configured(new SparkConf(), name, inputBytes)));
  }

  private static SparkSession open(SparkConf conf) {
    if (!conf.contains(MASTER)) {
      throw new UserMistake(
          "cannot start Spark", "no master is set", "start jobs by submit/local or spark-submit");
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }

  @Override
  public void close(SparkSession spark) {
    spark.stop();
  }

  /** {@code conf} with what Delta's tables need. */
  static SparkConf withDelta(SparkConf conf) {
    conf.set("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    conf.set("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    // The log of a store's tables is small: by default 50 tasks look through each.
    conf.setIfMissing("spark.databricks.delta.snapshotPartitions", "1");
    // Nobody reads the lists of files that Delta adds to its checksums; outside UTC it replays the
    // log at every commit to check them.
    conf.setIfMissing("spark.databricks.delta.allFilesInCrc.enabled", "false");
    return conf;
  }

  /** {@code conf} with our defaults where it says nothing. */
  static SparkConf configured(SparkConf conf, String name, long inputBytes) {
    conf.setAppName("thermograd " + name);
    conf.set("spark.sql.session.timeZone", "UTC");
    // A session whose artifacts are its own has each task's classes looked for at the driver, too.
    conf.setIfMissing("spark.sql.artifact.isolation.enabled", "false");
    // pandas writes nanoseconds, on which Spark's Parquet reader would give up.
    conf.set("spark.sql.legacy.parquet.nanosAsLong", "true");
    // One task's sort-based fallback starts at 128 groups by default and halves the speed.
    conf.setIfMissing("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "1000000");
    // What tasks hold beside Spark's own memory: a row group of a file, a run's series.
    conf.setIfMissing("spark.memory.fraction", "0.4");
    conf.setIfMissing(
        "spark.sql.adaptive.advisoryPartitionSizeInBytes", Long.toString(BYTES_PER_PARTITION));
    boolean local = isLocal(conf.get(MASTER, ""));
    List<String> sized = new ArrayList<>();
    sizes(inputBytes, local)
        .forEach(
            (key, value) -> {
              if (!conf.contains(key)) {
                conf.set(key, value);
                sized.add(key);
              }
            });
    conf.set(SIZED, String.join(",", sized));
    // By default a task of few partitions writes a file for each and copies them into one.
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "1");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    setLocalFiles(conf);
    if (local) {
      conf.setIfMissing("spark.ui.enabled", "false");
      // Nobody sees the plans that Spark would otherwise put into words at each query.
      conf.setIfMissing("spark.sql.ui.explainMode", "simple");
      conf.setIfMissing("spark.sql.debug.maxToStringFields", "0");
    }
    return conf;
  }

  /** Sizes a session anew, of which {@link #open} was told more bytes than are read now. */
  static void resize(SparkSession spark, long inputBytes) {
    List<String> sized = List.of(spark.conf().get(SIZED, "").split(",", -1));
    sizes(inputBytes, isLocal(spark.sparkContext().master()))
        .forEach(
            (key, value) -> {
              if (sized.contains(key)) {
                spark.conf().set(key, value);
              }
            });
  }

  private static boolean isLocal(String master) {
    return master.startsWith("local");
  }

  private static Map<String, String> sizes(long inputBytes, boolean local) {
    return Map.of(
        "spark.sql.shuffle.partitions",
        Integer.toString(partitions(inputBytes, local ? cores() : MIN_PARTITIONS)),
        // Compiling a stage as a whole takes longer than tiny inputs take without.
        "spark.sql.codegen.wholeStage",
        Boolean.toString(inputBytes > TINY_INPUT),
        "spark.sql.codegen.factoryMode",
        inputBytes > LEAST_COMPILED ? "FALLBACK" : "NO_CODEGEN",
        // Replanning between stages makes each of them a job of its own: worth it from some size
        // on.
        "spark.sql.adaptive.enabled",
        Boolean.toString(inputBytes > SMALL_INPUT),
        // Also of what is persisted, which is most: hundreds of tasks would find nothing to do.
        "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning",
        Boolean.toString(inputBytes > SMALL_INPUT),
        // Compressing what is persisted costs more than it saves while it fits in memory anyway.
        "spark.sql.inMemoryColumnarStorage.compressed",
        Boolean.toString(inputBytes > SMALL_INPUT));
  }

  /** A task costs some tenths of a second in a cold JVM: one machine gets one for each core. */
  private static int cores() {
    return Math.min(MIN_PARTITIONS, Runtime.getRuntime().availableProcessors());
  }

  private static int partitions(long inputBytes, int least) {
    long wanted = inputBytes / BYTES_PER_PARTITION + 1;
    return (int) Math.max(least, Math.min(MAX_PARTITIONS, wanted));
  }
}
