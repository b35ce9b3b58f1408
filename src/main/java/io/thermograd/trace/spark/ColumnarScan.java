package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Tuple2;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Columnar files of one schema, read by Spark's readers, but file by file: a scan of Spark's would
 * copy every vector into a row, coordinate by coordinate, and fail the job where one file is
 * damaged.
 *
 * @param partitions what a task reads
 * @param reader reads a part of a file, as rows or as batches of them
 * @param schema the columns as they are read, which may be more than are wanted
 */
record ColumnarScan(
    List<FilePartition> partitions,
    Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> reader,
    StructType schema) {

  /** What the Parquet reader calls the column behind {@code _metadata.row_index}. */
  static final String ROW_INDEX = "_tmp_metadata_row_index";

  /** Parquet's own checksums, which its reader passes over by default. */
  private static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

  /** A scan for what was selected of the rows of files of one schema. */
  static ColumnarScan of(Dataset<Row> selected) {
    FileSourceScanExec scan = scan(selected);
    HadoopFsRelation relation = scan.relation();
    SparkSession spark = selected.sparkSession();
    Configuration conf =
        verifying(spark.sessionState().newHadoopConfWithOptions(relation.options()));
    Map<String, String> options =
        new LinkedHashMap<>(CollectionConverters.asJava(relation.options()));
    options.put(FileFormat.OPTION_RETURNING_BATCH(), Boolean.toString(scan.supportsColumnar()));
    return new ColumnarScan(
        CollectionConverters.asJava(((FileScanRDD) scan.inputRDD()).filePartitions()),
        relation
            .fileFormat()
            .buildReaderWithPartitionValues(
                spark,
                relation.dataSchema(),
                relation.partitionSchema(),
                scan.requiredSchema(),
                nothing(),
                Map$.MODULE$.from(CollectionConverters.asScala(options)),
                conf),
        scan.requiredSchema());
  }

  /** {@code conf}, by which Parquet's checksums are verified. */
  static Configuration verifying(Configuration conf) {
    conf.setBoolean(VERIFY_CHECKSUMS, true);
    return conf;
  }

  private static <T> Seq<T> nothing() {
    return CollectionConverters.asScala(Collections.<T>emptyList()).toSeq();
  }

  private static FileSourceScanExec scan(Dataset<Row> selected) {
    SparkPlan plan = selected.queryExecution().sparkPlan();
    while (plan instanceof ProjectExec project) {
      plan = project.child();
    }
    return (FileSourceScanExec) plan;
  }

  /**
   * What was selected, to be computed of the rows that a scan reads.
   *
   * @param selected of columns of the files only, not of metadata
   */
  static Selection selection(Dataset<Row> selected) {
    SparkPlan plan = selected.queryExecution().sparkPlan();
    ArrayList<Attribute> read =
        new ArrayList<>(CollectionConverters.asJava(scan(selected).output()));
    ArrayList<Expression> expressions = new ArrayList<>(read);
    if (plan instanceof ProjectExec project) {
      expressions.clear();
      // A named expression is one: Scala's traits don't tell Java.
      CollectionConverters.asJava(project.projectList())
          .forEach(named -> expressions.add((Expression) named));
    }
    return new Selection(expressions, read);
  }

  /** Expressions over the columns that are read. */
  record Selection(ArrayList<Expression> expressions, ArrayList<Attribute> read)
      implements Serializable {
    UnsafeProjection projection() {
      return UnsafeProjection.create(
          CollectionConverters.asScala(expressions).toSeq(),
          CollectionConverters.asScala(read).toSeq());
    }
  }

  /** The same, with each file whole in one task: for files whose rows belong together. */
  ColumnarScan ofWholeFiles(SparkSession spark) {
    Map<String, PartitionedFile> files = new LinkedHashMap<>();
    for (FilePartition partition : partitions) {
      for (PartitionedFile part : partition.files()) {
        files.putIfAbsent(part.urlEncodedPath(), whole(part));
      }
    }
    long most = spark.sessionState().conf().filesMaxPartitionBytes();
    Seq<PartitionedFile> all = CollectionConverters.asScala(List.copyOf(files.values())).toSeq();
    return new ColumnarScan(
        CollectionConverters.asJava(FilePartition.getFilePartitions(spark, all, most)),
        reader,
        schema);
  }

  private static PartitionedFile whole(PartitionedFile part) {
    return part.copy(
        part.partitionValues(),
        part.filePath(),
        0,
        part.fileSize(),
        part.locations(),
        part.modificationTime(),
        part.fileSize(),
        part.otherConstantMetadataColumnValues());
  }

  /**
   * The records of all files.
   *
   * @param decoder makes a task's decoder, for whom it hands its records to
   */
  JavaRDD<Decoded> decode(
      SparkContext context, Function<Consumer<Decoded>, ColumnarDecoder> decoder) {
    List<Tuple2<FilePartition, Seq<String>>> located = new ArrayList<>();
    for (FilePartition partition : partitions) {
      Seq<String> hosts =
          CollectionConverters.asScala(Arrays.asList(partition.preferredLocations())).toSeq();
      located.add(new Tuple2<>(partition, hosts));
    }
    ClassTag<FilePartition> type = ClassTag$.MODULE$.apply(FilePartition.class);
    Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> files = reader;
    return context
        .makeRDD(CollectionConverters.asScala(located).toSeq(), type)
        .toJavaRDD()
        .mapPartitions(
            tasks -> {
              List<PartitionedFile> parts = new ArrayList<>();
              tasks.forEachRemaining(task -> parts.addAll(Arrays.asList(task.files())));
              return new ColumnarRecords(parts.iterator(), files, decoder);
            });
  }
}
