package io.thermograd.report.spark;

import io.thermograd.report.page.Overview;
import io.thermograd.report.page.Page;
import io.thermograd.report.page.RunPage;
import io.thermograd.report.page.RunRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The report page beside the tables that it is made from. */
public final class ReportFiles {
  /** The page's name. */
  public static final String PAGE = "report.html";

  /** Runs whose charts stand in one page. */
  public static final int MAX_INLINE = 300;

  private static final int RUNS_AT_ONCE = 10;

  private final Configuration configuration;
  private final Path folder;
  private final TableFiles tables;

  private ReportFiles(Configuration configuration, Path folder) {
    this.configuration = configuration;
    this.folder = folder;
    this.tables = new TableFiles(configuration, folder);
  }

  /**
   * Writes the page of the tables under {@code folder} into it.
   *
   * @param findings sentences about all runs
   */
  public static void write(Configuration configuration, Path folder, List<String> findings)
      throws IOException {
    new ReportFiles(configuration, folder).writeInline(findings);
  }

  private void writeInline(List<String> findings) throws IOException {
    List<Map<String, @Nullable Object>> runs = new ArrayList<>();
    tables.all("runs", List.of(), runs::add);
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    int points = points(runs.size());
    for (int from = 0; from < runs.size(); from += RUNS_AT_ONCE) {
      for (RunRows run : read(runs.subList(from, Math.min(runs.size(), from + RUNS_AT_ONCE)))) {
        entries.add(RunPage.entry(run));
        pages.add(RunPage.json(run, points));
      }
    }
    List<Map<String, @Nullable Object>> job = new ArrayList<>();
    tables.all("batches", List.of(), job::add);
    Overview overview = new Overview(job.get(0), findings, entries, Overview.Place.INLINE, 0);
    try (Writer out = open(PAGE)) {
      Page.write(job.get(0).get("job") + " · Thermograd", overview.json(), pages, out);
    }
  }

  /** More runs, fewer points each: a page stays some megabytes. */
  private static int points(int runs) {
    return runs <= 20 ? 400 : runs <= 100 ? 200 : 100;
  }

  private List<RunRows> read(List<Map<String, @Nullable Object>> runs) throws IOException {
    List<String> names = runs.stream().map(run -> String.valueOf(run.get("run"))).toList();
    Map<String, Map<String, List<Map<String, @Nullable Object>>>> byTable = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> table : RunRows.READ.entrySet()) {
      byTable.put(table.getKey(), tables.ofRuns(table.getKey(), table.getValue(), names));
    }
    List<RunRows> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, List<Map<String, @Nullable Object>>> ofRun = new LinkedHashMap<>();
      for (Map.Entry<String, Map<String, List<Map<String, @Nullable Object>>>> table :
          byTable.entrySet()) {
        ofRun.put(table.getKey(), table.getValue().getOrDefault(names.get(i), List.of()));
      }
      rows.add(new RunRows(runs.get(i), ofRun));
    }
    return rows;
  }

  private Writer open(String name) throws IOException {
    Path file = new Path(folder, name);
    return new BufferedWriter(
        new OutputStreamWriter(
            file.getFileSystem(configuration).create(file, true), StandardCharsets.UTF_8));
  }
}
