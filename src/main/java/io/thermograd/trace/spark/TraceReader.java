package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.InputFiles;
import io.thermograd.trace.spark.source.InputNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads traces: every record of every file becomes a valid record or a rejected one.
 *
 * <p>The records come as an RDD of plain objects, not as a Dataset: the stage that follows
 * aggregates them in the task that read them, so they never need an encoder, nor a copy.
 *
 * <p>A file that can't be read is one rejected record: a missing or forbidden file, a Parquet, ORC
 * or Avro file without a sound footer or header, a damaged stream of text, or a damaged part of a
 * columnar file, from the damage on.
 */
public final class TraceReader {
  /** Among the files of one input some may be strangers; when as many are, all are taken to be. */
  private static final int HEADERS_TRIED = 8;

  /** In the names of event files, as TensorBoard finds them. */
  private static final String EVENT_FILE = "tfevents";

  private static final String TRAINER_STATE_FILE = "trainer_state";

  private TraceReader() {}

  /**
   * The records of {@code inputs}. Files are listed here, and columnar files' footers read; records
   * only when the result is computed.
   *
   * @throws io.thermograd.trace.spark.source.InputNotFoundException if an input isn't there
   */
  public static JavaRDD<Decoded> read(
      SparkSession spark, List<TraceInput> inputs, RunFactsByPattern facts) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Decoded> all = context.emptyRDD();
    for (TraceInput input : inputs) {
      all = all.union(read(spark, input, list(spark, input), facts));
    }
    return all;
  }

  /**
   * The records of an input's files again, of text only those of {@code paths}: for what a first
   * look at them all left open.
   *
   * @throws io.thermograd.trace.spark.source.InputNotFoundException if the input isn't there
   */
  public static JavaRDD<Decoded> readAgain(
      SparkSession spark, TraceInput input, RunFactsByPattern facts, Set<String> paths)
      throws IOException {
    List<InputFile> files = list(spark, input);
    // Columnar files are named otherwise by Spark's readers, and cheap to skip through.
    return isFramed(input)
        ? read(
            spark,
            input,
            files.stream().filter(file -> paths.contains(file.path())).toList(),
            facts)
        : read(spark, input, files, facts);
  }

  /** The records of some files of an input, of text also of parts of files. */
  public static JavaRDD<Decoded> read(
      SparkSession spark, TraceInput input, List<InputFile> files, RunFactsByPattern facts)
      throws IOException {
    if (isFramed(input)) {
      return FramedRows.decode(spark, files, input, facts);
    }
    TagMapping tags = input.tags();
    if (input.format() == InputFormat.MLFLOW && tags != null) {
      return MlflowRuns.decode(spark, files, input, tags, facts);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<Decoded> all = context.emptyRDD();
    ColumnarFiles columnar = ColumnarFiles.of(spark, input.format(), files);
    for (ColumnarFiles.Group group : columnar.groups()) {
      Dataset<Row> rows = group.rows();
      all =
          all.union(
              tags == null
                  ? ColumnarRows.decode(rows, input, facts)
                  : NamedColumns.decode(rows, input, tags, facts));
    }
    return columnar.faulty().isEmpty()
        ? all
        : all.union(context.parallelize(columnar.faulty(), 1).map(TraceReader::rejected));
  }

  /**
   * What of an input changes as one: each of its files, or a run of MLflow's store, whose files
   * only together are records.
   *
   * @throws io.thermograd.trace.spark.source.InputNotFoundException if the input isn't there
   */
  public static List<InputFile> parts(SparkSession spark, TraceInput input) throws IOException {
    List<InputFile> files = list(spark, input);
    return input.format() == InputFormat.MLFLOW ? MlflowRun.asFiles(files) : files;
  }

  /** The records of some of an input's {@link #parts}, or of parts of those. */
  public static JavaRDD<Decoded> readParts(
      SparkSession spark, TraceInput input, List<InputFile> parts, RunFactsByPattern facts)
      throws IOException {
    if (input.format() != InputFormat.MLFLOW) {
      return read(spark, input, parts, facts);
    }
    List<InputFile> files = new ArrayList<>();
    for (InputFile run : parts) {
      try {
        files.addAll(
            InputFiles.list(
                spark.sparkContext().hadoopConfiguration(), MlflowRun.folder(run.path())));
      } catch (InputNotFoundException gone) {
        // Gone since it was listed: nothing of it is read, and the next listing tells.
      }
    }
    return read(spark, input, files, facts);
  }

  /**
   * Looks, before any work, whether the inputs are there and their columns fit: those of every
   * columnar file, and those in the first CSV headers. An input is refused if none of its files
   * fits; of others the records that lack something are rejected one by one.
   *
   * @throws UnfitInputException if an input holds no files, or none that fits
   * @throws io.thermograd.trace.spark.source.InputNotFoundException if an input isn't there
   */
  public static void check(SparkSession spark, List<TraceInput> inputs, RunFactsByPattern facts)
      throws IOException {
    for (TraceInput input : inputs) {
      List<InputFile> files = list(spark, input);
      if (files.isEmpty()) {
        throw UnfitInputException.empty(input.path());
      }
      if (input.tags() != null) {
        // Named values are found as they come.
        continue;
      }
      SchemaFit fit = new SchemaFit(input, facts);
      if (input.format() == InputFormat.CSV) {
        checkHeaders(spark.sparkContext().hadoopConfiguration(), input, files, fit);
      } else if (!isFramed(input)) {
        checkSchemas(spark, input, files, fit);
      }
    }
  }

  private static void checkSchemas(
      SparkSession spark, TraceInput input, List<InputFile> files, SchemaFit fit)
      throws IOException {
    UnfitInputException unfit = null;
    for (ColumnarFiles.Group group : ColumnarFiles.of(spark, input.format(), files).groups()) {
      StructType schema = group.rows().schema();
      String misfit = fit.misfit(schema);
      if (misfit == null) {
        return;
      }
      unfit =
          UnfitInputException.unfit(
              group.paths().get(0), misfit, Arrays.asList(schema.fieldNames()));
    }
    if (unfit != null) {
      throw unfit;
    }
  }

  private static void checkHeaders(
      Configuration conf, TraceInput input, List<InputFile> files, SchemaFit fit)
      throws IOException {
    UnfitInputException unfit = null;
    for (InputFile file : files.subList(0, Math.min(files.size(), HEADERS_TRIED))) {
      List<String> names = TraceSample.header(conf, input, file);
      if (names != null) {
        String misfit = fit.misfit(names);
        if (misfit == null) {
          return;
        }
        unfit = UnfitInputException.unfit(file.path(), misfit, names);
      }
    }
    if (unfit != null) {
      throw unfit;
    }
  }

  private static List<InputFile> list(SparkSession spark, TraceInput input) throws IOException {
    return InputFiles.list(
        spark.sparkContext().hadoopConfiguration(), input.path(), fileNames(input.format()));
  }

  /**
   * What a format's files are called in a folder that holds others, too.
   *
   * @return a test of a file's name, without its folder
   */
  public static Predicate<String> fileNames(InputFormat format) {
    return switch (format) {
      case TENSORBOARD -> name -> name.contains(EVENT_FILE);
      // A checkpoint's folder holds its weights as well.
      case TRAINER_STATE -> name -> name.startsWith(TRAINER_STATE_FILE);
      default -> name -> true;
    };
  }

  private static boolean isFramed(TraceInput input) {
    return switch (input.format()) {
      case JSONL, CSV, JSON, TRAINER_STATE, TENSORBOARD -> true;
      case PARQUET, ORC, AVRO, MLFLOW -> false;
    };
  }

  /** Whether each line of the input's files is a record of its own, so that parts can be read. */
  public static boolean isLineByLine(TraceInput input) {
    return input.tags() == null
        && (input.format() == InputFormat.JSONL || input.format() == InputFormat.CSV);
  }

  private static Decoded rejected(FileSchema file) {
    RejectReason reason = Objects.requireNonNull(file.fault(), "fault");
    return new Rejected(new Origin(file.path(), 0), reason, file.detail(), null, "");
  }
}
