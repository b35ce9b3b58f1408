package io.thermograd.job;

import static org.apache.spark.sql.functions.asc;

import io.thermograd.cohort.spark.TemperatureLawFit;
import io.thermograd.job.declaration.ExportFormat;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.PageTables;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.BatchTable;
import io.thermograd.store.Holder;
import io.thermograd.store.NotAnOutputException;
import io.thermograd.store.OutputHeldException;
import io.thermograd.store.TableFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes the tables of one execution and publishes them as a whole. */
final class Publication implements AutoCloseable {
  /** Input behind one file of a table: readers open few files, and small outputs one a table. */
  private static final long INPUT_BYTES_PER_FILE = 1L << 30;

  private final JobDeclaration declaration;
  private final RunContext context;
  private final TableFolder folder;

  private Publication(JobDeclaration declaration, RunContext context, TableFolder folder) {
    this.declaration = declaration;
    this.context = context;
    this.folder = folder;
  }

  /** Claims the output before any work. */
  static Publication of(JobDeclaration declaration, RunContext context) throws IOException {
    String path = declaration.output().path();
    Holder me = Holder.ofThisProcess(host(), context.startedAt().toString());
    try {
      TableFolder folder =
          TableFolder.open(context.spark().sparkContext().hadoopConfiguration(), path, me);
      return new Publication(declaration, context, folder);
    } catch (OutputHeldException e) {
      throw new OutputHeld(
          "cannot write the output " + path,
          e.reason(),
          "wait until it is done, or give another output.path");
    } catch (NotAnOutputException e) {
      throw new UserMistake(
          "cannot write the output " + path,
          e.reason(),
          "give another output.path: it is replaced as a whole");
    }
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Writes and publishes. */
  JobSummary publish(AnalysisTables tables) throws IOException {
    SparkSession spark = context.spark();
    BatchTable.Counts counts =
        stage(ScanAnalysis.ANALYSE, () -> RecordCounts.of(tables.analysed(), tables.quarantine()));
    RecordCounts.require(counts, declaration.quarantine(), tables.quarantine());
    tables.all().forEach((name, table) -> write(name, table));
    AnalysisTables.Table batch = table(batch(counts));
    write(BatchTable.NAME, batch);
    if (declaration.output().exports().contains(ExportFormat.CSV)) {
      stage(
          "export tables",
          () -> {
            Map<String, AnalysisTables.Table> all = new LinkedHashMap<>(tables.all());
            all.put(BatchTable.NAME, batch);
            CsvCopy.write(spark, all, folder.stagedExport());
            return true;
          });
    }
    JobSummary summary =
        stage(
            "summarise",
            () ->
                new Summary(tables.runs(), counts, TemperatureLawFit.of(tables.runs())).summary());
    if (declaration.report().html()) {
      stage("write report", () -> report(summary));
    }
    if (declaration.report().tensorboard()) {
      stage(
          "write event files",
          () -> {
            EventFiles.write(spark, tablesOfPage(), folder.staged());
            return true;
          });
    }
    stage(
        "publish",
        () -> {
          try {
            folder.publish();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return true;
        });
    return summary;
  }

  private AnalysisTables.Table table(BatchTable.Batch batch) {
    return new AnalysisTables.Table(
        context.spark().createDataFrame(List.of(BatchTable.toRow(batch)), BatchTable.SCHEMA),
        List.of(BatchTable.STARTED_AT));
  }

  private BatchTable.Batch batch(BatchTable.Counts counts) {
    return new BatchTable.Batch(
        declaration.name(),
        context.startedAt().toString(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        context.programVersion(),
        context.spark().version(),
        context.fingerprint(),
        declaration.inputs().stream().map(input -> input.path()).toList(),
        context.inputs().stream().mapToLong(input -> input.files().size()).sum(),
        inputBytes(),
        counts);
  }

  private void write(String name, AnalysisTables.Table table) {
    Column[] order = table.key().stream().map(column -> asc(column)).toArray(Column[]::new);
    // Tables are persisted or nearly so: sorting one in few tasks costs no parallel work.
    Dataset<Row> sorted = table.rows().coalesce(filesOfTable()).sortWithinPartitions(order);
    stage(
        "write table " + name,
        () -> {
          folder.write(name, sorted);
          return true;
        });
  }

  private int filesOfTable() {
    return Math.toIntExact(1 + inputBytes() / INPUT_BYTES_PER_FILE);
  }

  private long inputBytes() {
    return context.inputs().stream().mapToLong(ListedInput::bytes).sum();
  }

  private PageTables tablesOfPage() {
    try {
      return PageTables.under(
          context.spark().sparkContext().hadoopConfiguration(), folder.staged());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean report(JobSummary summary) {
    try {
      ReportFiles.write(
          context.spark().sparkContext().hadoopConfiguration(),
          tablesOfPage(),
          folder.staged(),
          summary.findings(),
          context::spark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  private <T> T stage(String name, Supplier<T> work) {
    return context.timings().measure(context.spark().sparkContext(), name, work);
  }

  @Override
  public void close() {
    folder.close();
  }
}
