package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagMatcher;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceCensus;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.source.FileRecord;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.RecordSourceOptions;
import io.thermograd.trace.spark.source.SplitReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A look at the beginnings of an input's files, without a job: at most {@value #MOST_FILES} files,
 * of each the first records within {@value #MOST_RECORDS} of them and {@value #MOST_BYTES} bytes.
 *
 * @param census what the records amount to
 * @param names the names that were used for each role, of named values
 * @param filesRead files that were looked at
 */
public record TraceSample(TraceCensus census, Map<TagRole, Set<String>> names, int filesRead) {
  public static final int MOST_FILES = 20;
  public static final int MOST_RECORDS = 20_000;
  public static final long MOST_BYTES = 32L << 20;

  /** Looks at text, documents, event files or MLflow's store. */
  public static TraceSample of(
      Configuration conf, TraceInput input, List<InputFile> files, RunFactsByPattern facts)
      throws IOException {
    TraceCensus census = new TraceCensus();
    TagMapping tags = input.tags();
    StepAssembler steps =
        tags == null ? null : new StepAssembler(tags, input.runNaming(), facts, census::add);
    if (input.format() == InputFormat.MLFLOW && tags != null) {
      return mlflow(conf, input, tags, files, facts);
    }
    List<InputFile> first = files.subList(0, Math.min(files.size(), MOST_FILES));
    RecordDecoder decoder =
        steps == null
            ? RecordDecoder.of(input, facts, census::add)
            : RecordDecoder.ofNamedValues(input, steps);
    for (InputFile file : first) {
      read(conf, input, file, decoder, census);
    }
    return new TraceSample(census, steps == null ? Map.of() : steps.names(), first.size());
  }

  private static void read(
      Configuration conf,
      TraceInput input,
      InputFile file,
      RecordDecoder decoder,
      TraceCensus census)
      throws IOException {
    RecordSourceOptions options =
        new RecordSourceOptions(input.maxRecordBytes(), FramedRows.framing(input.format()));
    long bytes = 0;
    try (SplitReader reader = SplitReader.whole(conf, file.path(), options)) {
      for (int i = 0; i < MOST_RECORDS && bytes < MOST_BYTES; i++) {
        FileRecord record = reader.next();
        if (record == null) {
          break;
        }
        Origin origin = new Origin(file.path(), record.position());
        byte[] content = record.bytes();
        RejectReason fault = record.fault();
        if (fault != null) {
          String detail = record.detail();
          census.add(new Rejected(origin, fault, detail == null ? "" : detail, null, ""));
        } else if (content != null) {
          decoder.decode(content, origin);
          bytes += content.length;
        }
      }
    }
    decoder.endOfFile();
  }

  private static TraceSample mlflow(
      Configuration conf,
      TraceInput input,
      TagMapping tags,
      List<InputFile> files,
      RunFactsByPattern facts) {
    List<MlflowRun> runs = MlflowRun.of(files, new TagMatcher(tags));
    List<MlflowRun> first = runs.subList(0, Math.min(runs.size(), MOST_FILES));
    MlflowRuns reader = new MlflowRuns(input, tags, facts, conf);
    TraceCensus census = new TraceCensus();
    take(reader.all(first.iterator()), census);
    return new TraceSample(census, reader.names(), first.size());
  }

  /** Looks at the first file of a columnar input. */
  public static TraceSample ofColumns(
      SparkSession spark, TraceInput input, List<InputFile> files, RunFactsByPattern facts)
      throws IOException {
    TraceCensus census = new TraceCensus();
    TraceReader.read(spark, input, files.subList(0, 1), facts)
        .take(MOST_RECORDS)
        .forEach(census::add);
    return new TraceSample(census, Map.of(), 1);
  }

  private static void take(Iterator<Decoded> records, TraceCensus census) {
    for (int i = 0; i < MOST_RECORDS && records.hasNext(); i++) {
      census.add(records.next());
    }
  }

  /** The names in a CSV file's header; null if it has none that can be read. */
  public static @Nullable List<String> header(Configuration conf, TraceInput input, InputFile file)
      throws IOException {
    RecordSourceOptions options =
        new RecordSourceOptions(input.maxRecordBytes(), FramedRows.framing(input.format()));
    try (SplitReader reader = SplitReader.whole(conf, file.path(), options)) {
      FileRecord first = reader.next();
      byte[] line = first == null || first.fault() != null ? null : first.bytes();
      @Nullable String[] names = line == null ? null : new CsvFields().header(line);
      return names == null
          ? null
          : Arrays.stream(names).map(name -> name == null ? "" : name).toList();
    }
  }
}
