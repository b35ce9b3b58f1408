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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The report page beside the tables that it is made from. Up to {@value #MAX_WHOLE} runs stand in
 * it whole, up to {@value #MAX_WITHOUT_SPARK} without a Spark job; of more it is an index, and
 * tasks write their charts in parts. Tasks thin the charts; no more than those reach the driver.
 */
public final class ReportFiles {
  /** The page's name. */
  public static final String PAGE = "report.html";

  /** The folder of its parts, where there are any. */
  public static final String PARTS = "report";

  /** The tables that it is made from. */
  public static final List<String> TABLES =
      Stream.concat(Stream.of("batches", "runs"), RunRows.READ.keySet().stream()).toList();

  /** Runs whose charts stand in one page. */
  public static final int MAX_WHOLE = 300;

  /** Runs whose tables are read into memory at once: a Spark job would take longer. */
  static final int MAX_WITHOUT_SPARK = 10;

  /** Runs that an index lists. */
  public static final int MAX_LISTED = 5000;

  private static final int RUNS_A_TASK = 100;

  private final Configuration configuration;
  private final PageTables from;
  private final Path folder;
  private final TableFiles tables;
  private final List<String> findings;

  private ReportFiles(
      Configuration configuration, PageTables from, Path folder, List<String> findings) {
    this.configuration = configuration;
    this.from = from;
    this.folder = folder;
    this.tables = new TableFiles(configuration, from);
    this.findings = findings;
  }

  /**
   * Writes the page of some tables.
   *
   * @param from the tables
   * @param folder where the page is put
   * @param findings sentences about all runs
   * @param spark gives a session, asked for only where there are many runs
   */
  public static void write(
      Configuration configuration,
      PageTables from,
      Path folder,
      List<String> findings,
      Supplier<SparkSession> spark)
      throws IOException {
    ReportFiles files = new ReportFiles(configuration, from, folder, findings);
    List<Map<String, @Nullable Object>> batches = new ArrayList<>();
    files.tables.all("batches", List.of(), batches::add);
    Map<String, @Nullable Object> job = batches.get(batches.size() - 1);
    long runs = Long.parseLong(String.valueOf(job.get("runs")));
    if (runs <= MAX_WITHOUT_SPARK) {
      files.writeFew(job);
    } else if (runs <= MAX_WHOLE) {
      files.writeMany(job, runs, spark.get());
    } else {
      files.writeIndex(job, runs, spark.get());
    }
  }

  private void writeFew(Map<String, @Nullable Object> job) throws IOException {
    List<String> names = new ArrayList<>();
    tables.all("runs", List.of("run"), run -> names.add(String.valueOf(run.get("run"))));
    names.sort(null);
    List<String> entries = new ArrayList<>();
    List<String> charts = new ArrayList<>();
    for (RunRows run : new RunReader(from).read(configuration, names)) {
      entries.add(RunPage.entry(run, null));
      charts.add(RunPage.json(run, points(names.size())));
    }
    writeWhole(job, entries, charts);
  }

  private void writeMany(Map<String, @Nullable Object> job, long runs, SparkSession spark)
      throws IOException {
    int points = points(runs);
    MapPartitionsFunction<Row, Tuple2<String, String>> thinned =
        rows ->
            new RunsOfRows(rows)
                .map(run -> new Tuple2<>(RunPage.entry(run, null), RunPage.json(run, points)));
    List<String> entries = new ArrayList<>();
    List<String> charts = new ArrayList<>();
    rows(runs, spark)
        .mapPartitions(thinned, Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
        .collectAsList()
        .forEach(
            run -> {
              entries.add(run._1());
              charts.add(run._2());
            });
    writeWhole(job, entries, charts);
  }

  private Dataset<Row> rows(long runs, SparkSession spark) {
    return new RunReader(from).all(spark, Math.toIntExact(1 + runs / RUNS_A_TASK));
  }

  private void writeWhole(
      Map<String, @Nullable Object> job, List<String> entries, List<String> charts)
      throws IOException {
    writePage(job, new Overview(job, findings, entries, Overview.Place.WHOLE, 0), charts);
  }

  /** More runs, fewer points each: a page stays some megabytes. */
  private static int points(long runs) {
    return runs <= 20 ? 400 : runs <= 100 ? 200 : 100;
  }

  private void writeIndex(Map<String, @Nullable Object> job, long runs, SparkSession spark)
      throws IOException {
    PartPages parts =
        new PartPages(new SerializableConfiguration(configuration), folder.toString(), job);
    MapPartitionsFunction<Row, String> write = rows -> parts.write(new RunsOfRows(rows));
    Dataset<String> written = rows(runs, spark).mapPartitions(write, Encoders.STRING()).persist();
    List<String> entries = new ArrayList<>();
    try {
      // Every part is written before the index names any.
      long listed = written.count();
      for (Iterator<String> each = written.toLocalIterator();
          each.hasNext() && entries.size() < MAX_LISTED; ) {
        entries.add(each.next());
      }
      writePage(
          job,
          new Overview(job, findings, entries, Overview.Place.INDEX, listed - entries.size()),
          List.of());
    } finally {
      written.unpersist();
    }
  }

  private void writePage(Map<String, @Nullable Object> job, Overview overview, List<String> charts)
      throws IOException {
    Path file = new Path(folder, PAGE);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                file.getFileSystem(configuration).create(file, true), StandardCharsets.UTF_8))) {
      Page.write(job.get("job") + " · Thermograd", overview.json(), charts, out);
    }
  }
}
