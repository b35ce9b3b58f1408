package io.thermograd.trace.spark;

import io.thermograd.trace.InputFormat;
import io.thermograd.trace.spark.source.FileRecord;
import io.thermograd.trace.spark.source.Framing;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.RecordSourceOptions;
import io.thermograd.trace.spark.source.SplitReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** What format files are in, by their names and, where these don't tell, their first lines. */
public final class FormatGuess {
  private static final Pattern SUFFIX =
      Pattern.compile("\\.(\\w+?)(?:\\.(?:gz|bz2|zst))?$", Pattern.CASE_INSENSITIVE);
  private static final int LINE_BYTES = 1 << 20;

  private final Configuration conf;

  /** Guesses that read files with {@code conf}. */
  public FormatGuess(Configuration conf) {
    this.conf = conf;
  }

  /** The files of each format; those that are no log aren't among them. */
  public Map<InputFormat, List<InputFile>> sorted(List<InputFile> files) throws IOException {
    Map<InputFormat, List<InputFile>> byFormat = new TreeMap<>();
    boolean mlflow = files.stream().anyMatch(file -> file.path().endsWith("/meta.yaml"));
    for (InputFile file : files) {
      boolean ofStore = mlflow && file.path().matches("(?s).*/(metrics|params|tags|artifacts)/.*");
      InputFormat format = ofStore ? InputFormat.MLFLOW : of(file.path());
      if (format != null) {
        byFormat.computeIfAbsent(format, f -> new ArrayList<>()).add(file);
      } else if (mlflow && file.path().endsWith("/meta.yaml")) {
        byFormat.computeIfAbsent(InputFormat.MLFLOW, f -> new ArrayList<>()).add(file);
      }
    }
    return byFormat;
  }

  private @Nullable InputFormat of(String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.contains("tfevents")) {
      return InputFormat.TENSORBOARD;
    }
    Matcher suffix = SUFFIX.matcher(name);
    String ending = suffix.find() ? suffix.group(1) : "";
    return switch (ending) {
      case "jsonl", "ndjson" -> InputFormat.JSONL;
      case "csv", "tsv" -> InputFormat.CSV;
      case "parquet" -> InputFormat.PARQUET;
      case "orc" -> InputFormat.ORC;
      case "avro" -> InputFormat.AVRO;
      case "json" ->
          name.startsWith("trainer_state") ? InputFormat.TRAINER_STATE : byLines(path, "{[");
      // Of other files a bracket may begin a time.
      default -> byLines(path, "{");
    };
  }

  /**
   * A second line that begins an object says that each line is one; two lines with as many tabs are
   * a table.
   */
  private @Nullable InputFormat byLines(String path, String beginnings) throws IOException {
    RecordSourceOptions options = new RecordSourceOptions(LINE_BYTES, Framing.LINES);
    try (SplitReader lines = SplitReader.whole(conf, path, options)) {
      String line = text(lines.next());
      String first = line.strip();
      if (first.isEmpty() || beginnings.indexOf(first.charAt(0)) < 0) {
        long tabs = tabs(line);
        return tabs > 0 && tabs(text(lines.next())) == tabs ? InputFormat.CSV : null;
      }
      if (first.charAt(0) == '[') {
        return InputFormat.JSON;
      }
      return text(lines.next()).stripLeading().startsWith("{")
          ? InputFormat.JSONL
          : InputFormat.JSON;
    }
  }

  private static long tabs(String line) {
    return line.chars().filter(c -> c == '\t').count();
  }

  private static String text(@Nullable FileRecord record) {
    byte[] bytes = record == null ? null : record.bytes();
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
