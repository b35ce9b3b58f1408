package io.thermograd.report.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.thermograd.report.page.RunRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Runs with what the tables hold of them; every table is read once. A few runs are read at once by
 * whoever asks; many by Spark, which brings all rows of a run together in one task.
 */
final class RunReader {
  static final String RUN = "run";

  /** The table of a row, by its place in {@link #columns}. */
  static final String TABLE = "table";

  private static final String ROW = "row";
  private static final String RUNS = "runs";
  private static final String BOUND = "bound";
  private static final String PARTITION = "partition";

  private final PageTables from;

  RunReader(PageTables from) {
    this.from = from;
  }

  /** The tables of a run with the columns that are read, none being all: {@code runs} first. */
  static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put(RUNS, List.of());
    columns.putAll(RunRows.READ);
    return columns;
  }

  /** The rows of these runs, which fit into memory, in their order. */
  List<RunRows> read(Configuration configuration, List<String> runs) throws IOException {
    TableFiles files = new TableFiles(configuration, from);
    Map<String, Map<String, List<Map<String, @Nullable Object>>>> byTable = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> table : columns().entrySet()) {
      byTable.put(table.getKey(), files.ofRuns(table.getKey(), table.getValue(), runs));
    }
    List<RunRows> rows = new ArrayList<>();
    for (String run : runs) {
      Map<String, List<Map<String, @Nullable Object>>> ofRun = new LinkedHashMap<>();
      byTable.forEach((table, byRun) -> ofRun.put(table, byRun.getOrDefault(run, List.of())));
      rows.add(runRows(run, ofRun));
    }
    return rows;
  }

  static RunRows runRows(String run, Map<String, List<Map<String, @Nullable Object>>> tables) {
    List<Map<String, @Nullable Object>> summary = tables.getOrDefault(RUNS, List.of());
    if (summary.isEmpty()) {
      throw new IllegalStateException("the table runs lacks the run " + run);
    }
    return new RunRows(summary.get(0), tables);
  }

  /**
   * The rows of all runs: a run's stand in one partition, together, by table and then in the
   * table's order; each has its columns in a struct that is named by its table. Partitions hold
   * neighbours.
   */
  Dataset<Row> all(SparkSession spark, int partitions) {
    Dataset<Row> rows = null;
    int table = 0;
    for (Map.Entry<String, List<String>> each : columns().entrySet()) {
      Dataset<Row> some = rows(spark, each.getKey(), each.getValue(), table++);
      rows = rows == null ? some : rows.unionByName(some, true);
    }
    if (rows == null) {
      throw new IllegalStateException("a page is made of tables");
    }
    String[] bounds = bounds(spark, partitions);
    UDF1<String, Integer> partitionOf =
        run -> {
          int found = Arrays.binarySearch(bounds, run);
          return found >= 0 ? found : Math.max(0, -found - 2);
        };
    return rows.repartitionById(partitions, udf(partitionOf, DataTypes.IntegerType).apply(col(RUN)))
        .sortWithinPartitions(RUN, TABLE, ROW);
  }

  private Dataset<Row> rows(SparkSession spark, String name, List<String> columns, int table) {
    Dataset<Row> read = spark.read().parquet(from.pathsOf(name));
    Column[] wanted =
        Stream.of(read.columns())
            .filter(column -> columns.isEmpty() || columns.contains(column))
            .map(column -> col(column))
            .toArray(Column[]::new);
    Dataset<Row> kept = name.equals("loss_bins") ? read.where("window = 0") : read;
    return kept.select(
        col(RUN),
        lit(table).as(TABLE),
        col("_metadata.row_index").as(ROW),
        struct(wanted).as(name));
  }

  /** The first run of each partition. */
  private String[] bounds(SparkSession spark, int partitions) {
    return spark
        .read()
        .parquet(from.pathsOf(RUNS))
        .select(RUN)
        .repartitionByRange(partitions, col(RUN))
        .groupBy(spark_partition_id().as(PARTITION))
        .agg(min(RUN).as(BOUND))
        .select(BOUND)
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toArray(String[]::new);
  }
}
