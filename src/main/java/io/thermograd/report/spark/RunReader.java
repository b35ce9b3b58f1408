package io.thermograd.report.spark;

import io.thermograd.report.page.RunRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs with what the tables hold of them, a few runs at a time. */
final class RunReader {
  private final TableFiles tables;

  RunReader(TableFiles tables) {
    this.tables = tables;
  }

  /** The rows of these runs. */
  List<RunRows> read(List<String> runs) throws IOException {
    Map<String, Map<String, List<Map<String, @Nullable Object>>>> byTable = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> table : RunRows.READ.entrySet()) {
      byTable.put(table.getKey(), tables.ofRuns(table.getKey(), table.getValue(), runs));
    }
    Map<String, List<Map<String, @Nullable Object>>> summaries =
        tables.ofRuns("runs", List.of(), runs);
    List<RunRows> rows = new ArrayList<>();
    for (String run : runs) {
      List<Map<String, @Nullable Object>> summary = summaries.get(run);
      if (summary == null) {
        throw new IllegalStateException("the table runs lacks the run " + run);
      }
      Map<String, List<Map<String, @Nullable Object>>> ofRun = new LinkedHashMap<>();
      byTable.forEach((table, byRun) -> ofRun.put(table, byRun.getOrDefault(run, List.of())));
      rows.add(new RunRows(summary.get(0), ofRun));
    }
    return rows;
  }
}
