package io.thermograd.store;

import io.delta.tables.DeltaTable;
import java.io.OutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import scala.Console;

/** Delta's own upkeep of tables, under settings that hold for nothing else. */
final class TableUpkeep {
  private static final double MILLIS_PER_HOUR = 3_600_000;

  private static final Map<String, String> VACUUM =
      Map.of(
          "spark.sql.sources.parallelPartitionDiscovery.parallelism", "2",
          "spark.databricks.delta.retentionDurationCheck.enabled", "false");

  /**
   * A write replaces whole files, so they mustn't grow as large as Delta would make them (1 GB).
   */
  private static final String FILE_BYTES = Long.toString(64L << 20);

  private static final Map<String, String> COMPACTION =
      Map.of(
          "spark.databricks.delta.optimize.minFileSize", FILE_BYTES,
          "spark.databricks.delta.optimize.maxFileSize", FILE_BYTES);

  private final SparkSession spark;

  TableUpkeep(SparkSession spark) {
    this.spark = spark;
  }

  /** Deletes files that only versions superseded longer ago need, rounded up to hours. */
  void vacuum(Collection<String> paths, long millisAgo) {
    double hours = Math.ceil(millisAgo / MILLIS_PER_HOUR);
    // Delta prints what it deleted to where our results go.
    with(
        VACUUM,
        () ->
            Console.withOut(
                OutputStream.nullOutputStream(),
                () -> {
                  paths.forEach(path -> DeltaTable.forPath(spark, path).vacuum(hours));
                  return paths.size();
                }));
  }

  /** Joins small files of a table into larger ones, in one commit; its rows stay as they are. */
  void compact(String path) {
    with(COMPACTION, () -> DeltaTable.forPath(spark, path).optimize().executeCompaction());
  }

  private void with(Map<String, String> settings, Runnable work) {
    Map<String, Optional<String>> before = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          before.put(key, Optional.ofNullable(spark.conf().getOption(key).getOrElse(() -> null)));
          spark.conf().set(key, value);
        });
    try {
      work.run();
    } finally {
      before.forEach(
          (key, was) ->
              was.ifPresentOrElse(
                  value -> spark.conf().set(key, value), () -> spark.conf().unset(key)));
    }
  }
}
