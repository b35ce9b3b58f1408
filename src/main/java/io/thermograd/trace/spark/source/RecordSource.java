package io.thermograd.trace.spark.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.util.SerializableConfiguration;
import scala.Option;

/**
 * Reads files, plain or compressed ({@code .gz}, {@code .bz2}, {@code .zst}), as one row per
 * record, and one per fault: no byte of a file is passed over without a row that says so, but line
 * ends, blank lines and byte order marks.
 *
 * <p>The columns: {@code path} and {@code position} (byte offset in the decompressed file) name the
 * record, {@code bytes} is the record without its line end. A fault has in {@code fault} the name
 * of a {@link io.thermograd.trace.RejectReason}, in {@code detail} what happened, and in {@code
 * bytes} the head of the record in which it happened, or null.
 *
 * <ul>
 *   <li>{@code TOO_LONG}: a record longer than the bound; reading goes on behind it.
 *   <li>{@code BAD_CHECKSUM}: a TFRecord that its checksum doesn't confirm; reading goes on behind
 *       it.
 *   <li>{@code CUT}, {@code CORRUPT}: the compressed stream or the TFRecord ends, or is damaged,
 *       from here on; all whole records before have been delivered.
 *   <li>{@code UNREADABLE}: the file system doesn't deliver the file, or the rest of it. One per
 *       split, since each stands for its own lost bytes.
 * </ul>
 *
 * <p>With a header, the first row of every split is the file's header line, at position 0.
 */
public final class RecordSource {
  private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final String MIN_PARTITIONS = "spark.sql.files.minPartitionNum";
  private static final String LEAF_PARALLELISM = "spark.sql.leafNodeDefaultParallelism";

  private RecordSource() {}

  /** The records of {@code files}; nothing is read before the dataset is. */
  public static Dataset<Row> read(
      SparkSession session, List<InputFile> files, RecordSourceOptions options) {
    RecordScan scan =
        new RecordScan(
            files,
            options,
            plan(session),
            new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    // Through the relation itself, since a data source's options are strings: a list of a hundred
    // thousand files would have to become one, and would stand in every printed plan.
    return org.apache.spark.sql.classic.Dataset.ofRows(
        (org.apache.spark.sql.classic.SparkSession) session,
        DataSourceV2Relation.create(new RecordTable(scan), Option.empty(), Option.empty()));
  }

  /**
   * What {@code decoder} makes of the same records, as plain objects in the task that reads them: a
   * row each would be copied twice, and cost a small record more than its decoding.
   *
   * @param decoder called once a task with its records, those of one file in their order
   */
  public static <T> JavaRDD<T> decode(
      SparkSession session,
      List<InputFile> files,
      RecordSourceOptions options,
      FlatMapFunction<Iterator<SourceRecord>, T> decoder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<RecordPartition> partitions =
        plan(session).partitions(files, options.cut()).stream().map(RecordPartition::new).toList();
    SerializableConfiguration conf =
        new SerializableConfiguration(session.sparkContext().hadoopConfiguration());
    FlatMapFunction<RecordPartition, T> read =
        partition ->
            decoder.call(
                new PartitionRecords(conf.value(), partition.splits().iterator(), options));
    return context
        .parallelize(new ArrayList<>(partitions), Math.max(1, partitions.size()))
        .flatMap(read);
  }

  private static SplitPlan plan(SparkSession session) {
    return new SplitPlan(
        JavaUtils.byteStringAsBytes(session.conf().get(MAX_PARTITION_BYTES)),
        JavaUtils.byteStringAsBytes(session.conf().get(OPEN_COST)),
        parallelism(session));
  }

  private static int parallelism(SparkSession session) {
    for (String key : List.of(MIN_PARTITIONS, LEAF_PARALLELISM)) {
      Option<String> set = session.conf().getOption(key);
      if (set.isDefined()) {
        return Integer.parseInt(set.get());
      }
    }
    return session.sparkContext().defaultParallelism();
  }
}
