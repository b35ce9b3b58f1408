package io.thermograd.job;

import static org.apache.spark.sql.functions.asc;

import io.thermograd.report.TableText;
import io.thermograd.report.spark.TableRows;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.lib.MultipleTextOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Copies of tables as one CSV file each, by one Spark job: a task writes a table, and what it
 * writes is committed as any file of Spark's. No row passes the driver, and an attempt that failed
 * leaves nothing.
 */
final class CsvCopy {
  private CsvCopy() {}

  /**
   * Writes tables, each in the order of its key, to {@code folder/NAME.csv}.
   *
   * @param folder what doesn't exist yet
   */
  static void write(SparkSession spark, Map<String, AnalysisTables.Table> tables, Path folder) {
    JavaSparkContext tasks = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JobConf configuration = new JobConf(spark.sparkContext().hadoopConfiguration());
    configuration.setBoolean(FileOutputCommitter.SUCCESSFUL_JOB_OUTPUT_DIR_MARKER, false);
    List<JavaPairRDD<String, String>> lines =
        tables.entrySet().stream()
            .map(
                table -> {
                  String file = table.getKey() + ".csv";
                  return lines(tasks, table.getValue()).mapToPair(line -> new Tuple2<>(file, line));
                })
            .toList();
    JavaPairRDD<String, String> all = lines.get(0);
    for (JavaPairRDD<String, String> more : lines.subList(1, lines.size())) {
      all = all.union(more);
    }
    try {
      all.saveAsHadoopFile(
          folder.toString(), String.class, String.class, FilesByKey.class, configuration);
    } catch (Exception e) {
      // Scala's exceptions aren't declared. This writer, unlike others of Spark's, doesn't say
      // where it wrote, which a person with a full disk wants to know.
      throw new IllegalStateException("Copies failed while writing rows to " + folder + ".", e);
    }
  }

  /** A table as text, in one partition. */
  private static JavaRDD<String> lines(JavaSparkContext tasks, AnalysisTables.Table table) {
    Column[] order = table.key().stream().map(column -> asc(column)).toArray(Column[]::new);
    JavaRDD<Row> sorted = table.rows().coalesce(1).sortWithinPartitions(order).toJavaRDD();
    List<String> columns = List.of(table.rows().columns());
    if (sorted.getNumPartitions() == 0) {
      // Nobody would write the header.
      return tasks.parallelize(List.of(new TableText(columns).csvHeader()), 1);
    }
    FlatMapFunction<Iterator<Row>, String> text =
        part -> {
          TableText csv = new TableText(columns);
          Iterable<List<@Nullable Object>> once = () -> TableRows.plain(part);
          return Stream.concat(
                  Stream.of(csv.csvHeader()),
                  StreamSupport.stream(once.spliterator(), false).map(csv::csvLine))
              .iterator();
        };
    return sorted.mapPartitions(text);
  }

  /** Each line to the file that its key names; Hadoop makes it by its name. */
  public static final class FilesByKey extends MultipleTextOutputFormat<String, String> {
    @Override
    protected String generateFileNameForKeyValue(String key, String value, String part) {
      return key;
    }

    @Override
    protected @Nullable String generateActualKey(String key, String value) {
      return null;
    }
  }
}
