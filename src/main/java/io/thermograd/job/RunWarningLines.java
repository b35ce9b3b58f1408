package io.thermograd.job;

import io.thermograd.verdict.spark.RunTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;

/**
 * The warnings of all runs in few lines: what is said of several runs, but for its numbers, is said
 * once, with the first run's numbers.
 */
final class RunWarningLines {
  private static final int MAX_LINES = 12;
  private static final int MAX_NAMED = 3;
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d.,eE+-]*");

  private final Map<String, Group> groups = new LinkedHashMap<>();

  private record Group(String first, List<String> runs) {}

  private RunWarningLines() {}

  /** Of rows of the table runs. */
  static List<String> of(List<Row> rows) {
    RunWarningLines lines = new RunWarningLines();
    for (Row row : rows) {
      for (String warning : row.<String>getList(row.fieldIndex(RunTable.WARNINGS))) {
        lines.add(row.getString(row.fieldIndex(RunTable.RUN)), warning);
      }
    }
    return lines.text();
  }

  private void add(String run, String warning) {
    groups
        .computeIfAbsent(
            NUMBER.matcher(warning).replaceAll("#"), key -> new Group(warning, new ArrayList<>()))
        .runs()
        .add(run);
  }

  private List<String> text() {
    List<String> lines = new ArrayList<>();
    groups.values().stream().limit(MAX_LINES).forEach(group -> lines.add(line(group)));
    if (groups.size() > MAX_LINES) {
      int more = groups.size() - MAX_LINES;
      lines.add(more + " more kinds of warning: see warnings in the table runs");
    }
    return lines;
  }

  private static String line(Group group) {
    List<String> runs = group.runs();
    if (runs.size() == 1) {
      return runs.get(0) + ": " + group.first();
    }
    String named = String.join(", ", runs.subList(0, Math.min(runs.size(), MAX_NAMED)));
    String more = runs.size() > MAX_NAMED ? " and " + (runs.size() - MAX_NAMED) + " more" : "";
    String which = NUMBER.matcher(group.first()).find() ? "; numbers of the first" : "";
    return runs.size() + " runs: " + group.first() + " (" + named + more + which + ")";
  }
}
