package io.thermograd.trace;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One input of a job, as declared.
 *
 * @param path a file, a folder or a glob, in Hadoop's syntax
 * @param format how the files are written
 * @param kind the kind of every record; null: a record with a layer is a gradient row, one without
 *     is a loss row
 * @param columns the name in the files of each column that isn't called by its own
 * @param sessions the session rule
 * @param maxRecordBytes the longest text record; a longer one is rejected unread
 * @param tags what the files' own names are, where records are put together from named values; null
 *     where a record is a gradient row or a loss row by its columns
 * @param runNaming the run of a file whose records don't name one; of use with {@code tags} only
 */
public record TraceInput(
    String path,
    InputFormat format,
    @Nullable RecordKind kind,
    Map<TraceColumn, String> columns,
    SessionRule sessions,
    int maxRecordBytes,
    @Nullable TagMapping tags,
    RunNaming runNaming)
    implements Serializable {

  /** Longest text record unless declared: room for some five million coordinates. */
  public static final int DEFAULT_MAX_RECORD_BYTES = 64 << 20;

  public TraceInput {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(sessions, "sessions");
    Objects.requireNonNull(runNaming, "runNaming");
    columns = Map.copyOf(columns);
    if (maxRecordBytes < 1) {
      throw new IllegalArgumentException(
          "Invalid maxRecordBytes: " + maxRecordBytes + " (must be >= 1)");
    }
  }

  /** An input whose records are gradient rows and loss rows by their columns. */
  public TraceInput(
      String path,
      InputFormat format,
      @Nullable RecordKind kind,
      Map<TraceColumn, String> columns,
      SessionRule sessions,
      int maxRecordBytes) {
    this(
        path,
        format,
        kind,
        columns,
        sessions,
        maxRecordBytes,
        null,
        new RunNaming(null, format.runPart()));
  }

  /** How its files are read, whichever they are, in a line. */
  public String readingRule() {
    return String.join(
        " ",
        format.name(),
        kind == null ? "ANY" : kind.name(),
        new TreeMap<>(columns).toString(),
        sessions.name(),
        Integer.toString(maxRecordBytes),
        String.valueOf(tags),
        runNaming.toString(),
        // There the run's name is what follows the input's path.
        format.runPart() == RunNaming.Part.RELATIVE_FOLDER ? path : "");
  }

  /** The same with its own folder known, as the paths of its files begin. */
  public TraceInput below(String root) {
    return new TraceInput(
        path, format, kind, columns, sessions, maxRecordBytes, tags, runNaming.below(root));
  }

  /** The name in the files of {@code column}. */
  public String nameOf(TraceColumn column) {
    return columns.getOrDefault(column, column.key());
  }

  /**
   * The columns by their names in the files, for reading. A name that is declared for one column is
   * not another's by default; in an input of loss rows the columns of gradients have no place.
   *
   * @throws IllegalArgumentException if two columns are declared to have one name
   */
  public Map<String, TraceColumn> columnsByName() {
    Map<String, TraceColumn> byName = new LinkedHashMap<>();
    for (TraceColumn column : TraceColumn.values()) {
      String declared = columns.get(column);
      TraceColumn other = declared == null ? null : byName.putIfAbsent(declared, column);
      if (other != null) {
        throw new IllegalArgumentException(
            "Invalid columns: "
                + other.key()
                + " and "
                + column.key()
                + " are both read from '"
                + declared
                + "'");
      }
    }
    for (TraceColumn column : TraceColumn.values()) {
      if (!columns.containsKey(column)) {
        byName.putIfAbsent(column.key(), column);
      }
    }
    if (kind == RecordKind.LOSSES) {
      byName.values().removeIf(TraceColumn::ofGradient);
    }
    return byName;
  }
}
