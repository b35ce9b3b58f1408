package io.thermograd.job.declaration;

import io.thermograd.trace.TraceColumn;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From columns of a trace to their names in an input's files. */
final class ColumnsType implements ValueType<Map<TraceColumn, String>> {
  private static final ValueType<String> NAME = new Types.Text("a column's name in the files");

  @Override
  public String describe() {
    return "a map from a trace's columns to their names in the files";
  }

  @Override
  public @Nullable Map<TraceColumn, String> read(YamlValue value, String path, Problems problems) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      mismatch(value, path, problems);
      return null;
    }
    Map<TraceColumn, String> columns = new EnumMap<>(TraceColumn.class);
    Map<String, TraceColumn> taken = new HashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String here = KeyPath.join(path, key);
              TraceColumn column = column(key, entry, here, problems);
              String name =
                  YamlValue.isNull(entry.value()) ? null : NAME.read(entry.value(), here, problems);
              if (column != null && name != null) {
                TraceColumn other = taken.putIfAbsent(name, column);
                if (other != null) {
                  twice(entry, here, name, other, problems);
                }
                columns.put(column, name);
              }
            });
    return columns;
  }

  private static @Nullable TraceColumn column(
      String key, YamlValue.Entry entry, String here, Problems problems) {
    for (TraceColumn column : TraceColumn.values()) {
      if (column.key().equals(key)) {
        return column;
      }
    }
    List<String> known = Arrays.stream(TraceColumn.values()).map(TraceColumn::key).toList();
    problems.add(
        entry.keyAt(),
        here,
        "unknown column",
        "a trace has no column `" + key + "`; the left side is the trace's name for it",
        Suggestion.remedy(key, known));
    return null;
  }

  private static void twice(
      YamlValue.Entry entry, String here, String name, TraceColumn other, Problems problems) {
    problems.add(
        entry.value().where(),
        here,
        "cannot read two columns from `" + name + "`",
        "`" + other.key() + "` is already read from it",
        "give each column its own name");
  }
}
