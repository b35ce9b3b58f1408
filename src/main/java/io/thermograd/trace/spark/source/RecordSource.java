package io.thermograd.trace.spark.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Option;

/**
 * Reads files, plain or compressed ({@code .gz}, {@code .bz2}, {@code .zst}), as one {@link
 * SourceRecord} per record, and one per fault: no byte of a file is passed over without one that
 * says so, but line ends, blank lines and byte order marks.
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
 * <p>With a header, the first record of every split is the file's header line, at position 0.
 */
public final class RecordSource {
  private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final String MIN_PARTITIONS = "spark.sql.files.minPartitionNum";
  private static final String LEAF_PARALLELISM = "spark.sql.leafNodeDefaultParallelism";

  private RecordSource() {}

  /**
   * What {@code decoder} makes of the records of {@code files}, as plain objects in the task that
   * reads them: a row each would be copied twice, and cost a small record more than its decoding.
   * Nothing is read before the result is. What goes out with a task is its partition's splits,
   * never the list of all files.
   *
   * @param decoder called once a task with its records, those of one file in their order
   */
  public static <T> JavaRDD<T> decode(
      SparkSession session,
      List<InputFile> files,
      RecordSourceOptions options,
      FlatMapFunction<Iterator<SourceRecord>, T> decoder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<ArrayList<FileSplit>> partitions = new ArrayList<>();
    plan(session)
        .partitions(files, options.cut())
        .forEach(splits -> partitions.add(new ArrayList<>(splits)));
    SerializableConfiguration conf =
        new SerializableConfiguration(session.sparkContext().hadoopConfiguration());
    FlatMapFunction<ArrayList<FileSplit>, T> read =
        splits -> decoder.call(new PartitionRecords(conf.value(), splits.iterator(), options));
    return context.parallelize(partitions, Math.max(1, partitions.size())).flatMap(read);
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
