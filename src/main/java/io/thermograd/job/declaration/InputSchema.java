package io.thermograd.job.declaration;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys under {@code input:}. */
final class InputSchema {
  private static final Pattern SUFFIX =
      Pattern.compile("\\.(\\w+?)(?:\\.(?:gz|bz2|zst))?$", Pattern.CASE_INSENSITIVE);

  private static final Key<List<String>> PATH =
      Key.required(
          "path",
          new Types.OneOrMore<>(new Types.Text("a file, a folder or a glob")),
          "where the traces are");
  private static final Key<InputFormat> FORMAT =
      Key.optional(
          "format",
          new Types.Choice<>(InputFormat.class),
          null,
          "by the path's suffix",
          "how the files are written; .gz, .bz2 and .zst are unpacked whatever the format");
  private static final Key<RecordKind> KIND =
      Key.optional(
          "kind",
          new Types.Choice<>(RecordKind.class),
          null,
          "a record with a layer is a gradient row, one without is a loss row",
          "the kind of every record in these files");
  private static final Key<Map<TraceColumn, String>> COLUMNS =
      Key.optional(
          "columns",
          new ColumnsType(),
          Map.of(),
          "each column by its own name",
          "what the files call the columns, such as {grad: gradient}");
  private static final Key<TagMapping> TAGS =
      Key.optional(
          "tags",
          new TagsType(),
          null,
          "columns of a trace in jsonl, csv, parquet, orc and avro, else auto",
          "what a log of named values calls them, such as {loss: train/loss}; auto: as usual");
  private static final Key<String> RUN_FROM =
      Key.optional(
          "run_from",
          new Types.Text("a regular expression with a group (?<run>...)"),
          null,
          "the file's name; of trainer_state its folder, of mlflow the run's, of tensorboard the one"
              + " below the path",
          "with tags: where a path names the run, if no value does");
  private static final Key<SessionRule> SESSIONS =
      Key.optional(
          "sessions",
          new Types.Choice<>(SessionRule.class),
          null,
          "append_only for jsonl, csv, mlflow and tensorboard, else none",
          "whether a resumed run's later rows supersede the steps it repeats");
  private static final Key<Long> MAX_RECORD_BYTES =
      Key.optional(
          "max_record_bytes",
          new Types.WholeNumber(1, Integer.MAX_VALUE),
          (long) TraceInput.DEFAULT_MAX_RECORD_BYTES,
          TraceInput.DEFAULT_MAX_RECORD_BYTES + " (64 MiB)",
          "the longest text record; a longer one goes to the quarantine unread");

  static final Section<List<Bound>> SECTION =
      new Section<>(
          "an input",
          List.of(PATH, FORMAT, KIND, COLUMNS, TAGS, RUN_FROM, SESSIONS, MAX_RECORD_BYTES),
          InputSchema::build);

  private InputSchema() {}

  /** An input, and where its path is written. */
  record Bound(TraceInput input, Where at) {}

  private static @Nullable List<Bound> build(Fields fields) {
    List<Bound> inputs = new ArrayList<>();
    for (String path : fields.value(PATH)) {
      InputFormat declared = fields.optional(FORMAT);
      InputFormat format = declared == null ? formatOf(path) : declared;
      if (format == null) {
        fields.problem(
            PATH,
            "cannot tell the format of `" + path + "`",
            "its name doesn't end in .jsonl, .csv, .tsv, .parquet, .orc or .avro (or .gz, .bz2, .zst of such)",
            "add `format:` to this input: "
                + FORMAT.type().describe()
                + "; `validate PATH` finds out");
        continue;
      }
      TraceInput input = input(path, format, fields);
      if (input != null) {
        inputs.add(new Bound(input, fields.at(PATH)));
      }
    }
    return inputs;
  }

  private static @Nullable TraceInput input(String path, InputFormat format, Fields fields) {
    TagMapping tags = fields.optional(TAGS);
    if (tags == null && format.alwaysMapped()) {
      tags = TagMapping.DEFAULT;
    }
    RunNaming naming = naming(format, fields);
    if (naming == null || !goTogether(tags, fields)) {
      return null;
    }
    SessionRule sessions = fields.optional(SESSIONS);
    return new TraceInput(
        path,
        format,
        fields.optional(KIND),
        fields.value(COLUMNS),
        sessions == null ? format.defaultSessions() : sessions,
        Math.toIntExact(fields.value(MAX_RECORD_BYTES)),
        tags,
        naming);
  }

  private static @Nullable RunNaming naming(InputFormat format, Fields fields) {
    try {
      return new RunNaming(fields.optional(RUN_FROM), format.runPart());
    } catch (IllegalArgumentException e) {
      fields.problem(
          RUN_FROM,
          "cannot use this pattern",
          String.valueOf(e.getMessage()),
          "write a regular expression that is found in a path, such as `runs/(?<run>[^/]+)/`");
      return null;
    }
  }

  /** Records come by their columns, or are put together from named values. */
  private static boolean goTogether(@Nullable TagMapping tags, Fields fields) {
    if (tags == null && fields.optional(RUN_FROM) != null) {
      fields.problem(
          RUN_FROM,
          "`run_from` without `tags`",
          "records that come by their columns name their run themselves",
          "add `tags: auto`, or remove it");
      return false;
    }
    boolean columns = !fields.value(COLUMNS).isEmpty() || fields.optional(KIND) != null;
    if (tags != null && columns) {
      fields.problem(
          fields.optional(KIND) == null ? COLUMNS : KIND,
          "`columns` or `kind` beside `tags`",
          "an input's records come by their columns, or are put together from named values",
          "map the names under `tags:`, such as {run: run_id}");
      return false;
    }
    return true;
  }

  private static @Nullable InputFormat formatOf(String path) {
    if (path.substring(path.lastIndexOf('/') + 1).contains("tfevents")) {
      return InputFormat.TENSORBOARD;
    }
    Matcher suffix = SUFFIX.matcher(path);
    return !suffix.find()
        ? null
        : switch (suffix.group(1).toLowerCase(Locale.ROOT)) {
          case "jsonl", "ndjson", "json" -> InputFormat.JSONL;
          case "csv", "tsv" -> InputFormat.CSV;
          case "parquet" -> InputFormat.PARQUET;
          case "orc" -> InputFormat.ORC;
          case "avro" -> InputFormat.AVRO;
          default -> null;
        };
  }
}
