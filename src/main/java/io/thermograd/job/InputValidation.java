package io.thermograd.job;

import io.thermograd.job.ValidatedInput.Epochs;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.PartialRunFacts;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceSample;
import io.thermograd.trace.spark.source.InputFile;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Finds out how the files of one format are best read: as a trace's columns or named values. */
final class InputValidation {
  private static final Set<InputFormat> COLUMNAR =
      EnumSet.of(InputFormat.PARQUET, InputFormat.ORC, InputFormat.AVRO);

  /** Other names of a gradient row's columns that mean the same. */
  private static final Map<TraceColumn, List<String>> SYNONYMS =
      Map.of(
          TraceColumn.GRAD, List.of("gradient", "gradients", "grads"),
          TraceColumn.GRAD_SQ_NORM, List.of("grad_norm_sq", "grad_norm_squared", "sq_norm"),
          TraceColumn.GRAD_COUNT, List.of("grad_n", "g_count", "g_n", "numel"),
          TraceColumn.GRAD_SUM, List.of("g_sum", "sum"),
          TraceColumn.GRAD_SUM_SQUARES, List.of("g_sumsq", "grad_sumsq", "sumsq", "sum_squares"));

  private static final TagMapping WITHOUT_FULL_LOSSES =
      new TagMapping(Map.of(TagRole.FULL_LOSS, List.of()));

  private static final RunFactsByPattern ONE_EPOCH =
      new RunFactsByPattern(
          Map.of(
              "*",
              new PartialRunFacts(
                  null, null, Integer.MAX_VALUE, null, null, null, null, null, null)));

  private final Configuration conf;
  private final Supplier<SparkSession> spark;

  /**
   * A validation.
   *
   * @param spark gives a session; only asked for columnar files
   */
  InputValidation(Configuration conf, Supplier<SparkSession> spark) {
    this.conf = conf;
    this.spark = spark;
  }

  /** Looks at {@code files}, all of one format. */
  ValidatedInput of(InputFormat format, String root, List<String> paths, List<InputFile> files)
      throws IOException {
    TraceInput named = input(format, root, Map.of(), TagMapping.DEFAULT);
    if (format.alwaysMapped()) {
      return mapped(paths, named, files);
    }
    TraceInput byColumns = input(format, root, synonyms(format, root, files), null);
    TraceSample asTrace = sample(byColumns, files, RunFactsByPattern.NONE);
    if (asTrace.census().isEmpty()) {
      TraceSample withoutEpochs = sample(byColumns, files, ONE_EPOCH);
      if (!withoutEpochs.census().isEmpty()) {
        return new ValidatedInput(
            paths, byColumns, files.size(), withoutEpochs, Epochs.UNDECLARED, List.of());
      }
    }
    if (asTrace.census().gradientRows() > 0) {
      return found(paths, byColumns, files, asTrace);
    }
    TraceSample asNamed = sample(named, files, RunFactsByPattern.NONE);
    boolean moreByNames = asTrace.census().isEmpty() || asNamed.census().gradientRows() > 0;
    return moreByNames
        ? found(paths, named, files, asNamed)
        : found(paths, byColumns, files, asTrace);
  }

  /** Lists of validation losses have lengths of their own: those that fit no step are left out. */
  private ValidatedInput mapped(List<String> paths, TraceInput named, List<InputFile> files)
      throws IOException {
    TraceSample sample = sample(named, files, RunFactsByPattern.NONE);
    if (sample.census().rejected().containsKey(RejectReason.FIELD_COUNT)
        && sample.census().fullLosses() == 0) {
      TraceInput without = input(named.format(), named.path(), Map.of(), WITHOUT_FULL_LOSSES);
      TraceSample rest = sample(without, files, RunFactsByPattern.NONE);
      if (rest.census().rejectedRecords() < sample.census().rejectedRecords()) {
        return new ValidatedInput(
            paths, without, files.size(), rest, Epochs.OF_RECORDS, sample.census().examples());
      }
    }
    return found(paths, named, files, sample);
  }

  private static ValidatedInput found(
      List<String> paths, TraceInput input, List<InputFile> files, TraceSample sample) {
    return new ValidatedInput(paths, input, files.size(), sample, Epochs.OF_RECORDS, List.of());
  }

  private TraceSample sample(TraceInput input, List<InputFile> files, RunFactsByPattern facts)
      throws IOException {
    return COLUMNAR.contains(input.format())
        ? TraceSample.ofColumns(spark.get(), input, files, facts)
        : TraceSample.of(conf, input, files, facts);
  }

  private Map<TraceColumn, String> synonyms(InputFormat format, String root, List<InputFile> files)
      throws IOException {
    Map<TraceColumn, String> columns = new EnumMap<>(TraceColumn.class);
    Set<String> header = header(format, root, files);
    if (!header.contains(TraceColumn.LAYER.key())) {
      return columns;
    }
    SYNONYMS.forEach(
        (column, names) -> {
          if (!header.contains(column.key())) {
            names.stream()
                .filter(header::contains)
                .findFirst()
                .ifPresent(name -> columns.put(column, name));
          }
        });
    return columns;
  }

  /** The columns that all of the first CSV files have. */
  private Set<String> header(InputFormat format, String root, List<InputFile> files)
      throws IOException {
    Set<String> header = null;
    if (format == InputFormat.CSV) {
      TraceInput input = input(format, root, Map.of(), null);
      for (InputFile file : files.subList(0, Math.min(files.size(), TraceSample.MOST_FILES))) {
        List<String> names = TraceSample.header(conf, input, file);
        if (names != null) {
          Set<String> both = new HashSet<>(names);
          both.retainAll(header == null ? both : header);
          header = both;
        }
      }
    }
    return header == null ? Set.of() : header;
  }

  private static TraceInput input(
      InputFormat format,
      String root,
      Map<TraceColumn, String> columns,
      @Nullable TagMapping tags) {
    return new TraceInput(
        root,
        format,
        null,
        columns,
        format.defaultSessions(),
        TraceInput.DEFAULT_MAX_RECORD_BYTES,
        tags,
        new RunNaming(null, format.runPart()).below(root));
  }
}
