package io.thermograd.job;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.thermograd.cohort.spark.TemperatureLawFit;
import io.thermograd.job.declaration.ExportFormat;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.TableText;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.BatchTable;
import io.thermograd.store.Holder;
import io.thermograd.store.NotAnOutputException;
import io.thermograd.store.OutputHeldException;
import io.thermograd.store.TableFolder;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.verdict.spark.RunTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

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
    Holder me = new Holder(host(), ProcessHandle.current().pid(), context.startedAt().toString());
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

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Writes and publishes. */
  JobSummary publish(AnalysisTables tables) throws IOException {
    SparkSession spark = context.spark();
    BatchTable.Counts counts = stage("count", () -> counts(tables));
    requireRecords(counts);
    requireFewRejected(counts);
    tables.all().forEach((name, table) -> write(name, table));
    Dataset<Row> batch =
        spark.createDataFrame(List.of(BatchTable.toRow(batch(counts))), BatchTable.SCHEMA);
    write(BatchTable.NAME, new AnalysisTables.Table(batch, List.of(BatchTable.STARTED_AT)));
    JobSummary summary =
        stage(
            "summarise",
            () ->
                new Summary(tables.runs(), counts, TemperatureLawFit.of(tables.runs())).summary());
    if (declaration.report().html()) {
      stage("write report", () -> report(summary));
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

  private static void requireRecords(BatchTable.Counts counts) {
    if (counts.read() == 0) {
      throw new UserMistake(
          "no records: nothing was written",
          "the input files hold none",
          "check input: its paths, format and kind");
    }
    if (counts.used() == 0) {
      throw new DataRejected(
          "no record could be used: nothing was written",
          "all " + counts.read() + " records were rejected",
          "check the input's format and columns: `--explain input` tells of them");
    }
  }

  private void requireFewRejected(BatchTable.Counts counts) {
    double share = counts.read() == 0 ? 0 : (double) counts.quarantined() / counts.read();
    if (share > declaration.quarantine().maxShare()) {
      throw new DataRejected(
          "too many bad records: nothing was written",
          counts.quarantined()
              + " of "
              + counts.read()
              + " records were rejected, more than quarantine.max_share = "
              + declaration.quarantine().maxShare(),
          "mend the logs, or raise quarantine.max_share to see the table quarantine");
    }
  }

  private static BatchTable.Counts counts(AnalysisTables tables) {
    Row ofRuns =
        tables
            .runs()
            .agg(
                count(lit(1)),
                functions.coalesce(sum(RunTable.READ), lit(0L)),
                functions.coalesce(sum(RunTable.USED), lit(0L)),
                functions.coalesce(sum(RunTable.SUPERSEDED), lit(0L)),
                functions.coalesce(sum(RunTable.QUARANTINED), lit(0L)))
            .head();
    AnalysisTables.Table quarantine = tables.all().get(QuarantineTable.NAME);
    if (quarantine == null) {
      throw new IllegalStateException("no table " + QuarantineTable.NAME);
    }
    long ofNoRun = quarantine.rows().filter(functions.col(QuarantineTable.RUN).isNull()).count();
    return new BatchTable.Counts(
        ofRuns.getLong(0),
        ofRuns.getLong(1) + ofNoRun,
        ofRuns.getLong(2),
        ofRuns.getLong(3),
        ofRuns.getLong(4) + ofNoRun);
  }

  private BatchTable.Batch batch(BatchTable.Counts counts) {
    return new BatchTable.Batch(
        declaration.name(),
        context.startedAt().toString(),
        Instant.now().toString(),
        context.programVersion(),
        context.spark().version(),
        context.fingerprint(),
        declaration.inputs().stream().map(input -> input.path()).toList(),
        context.inputs().stream().mapToLong(input -> input.files().size()).sum(),
        inputBytes(),
        counts);
  }

  private void write(String name, AnalysisTables.Table table) {
    stage(
        "write table " + name,
        () -> {
          folder.write(name, sorted(table, filesOfTable()));
          return true;
        });
    if (declaration.output().exports().contains(ExportFormat.CSV)) {
      stage(
          "export table " + name,
          () -> {
            export(name, table);
            return true;
          });
    }
  }

  private int filesOfTable() {
    return Math.toIntExact(1 + inputBytes() / INPUT_BYTES_PER_FILE);
  }

  private long inputBytes() {
    return context.inputs().stream().mapToLong(ListedInput::bytes).sum();
  }

  /** All tables are persisted or nearly so: sorting one in few tasks costs no parallel work. */
  private static Dataset<Row> sorted(AnalysisTables.Table table, int parts) {
    Column[] order = table.key().stream().map(column -> asc(column)).toArray(Column[]::new);
    return table.rows().coalesce(parts).sortWithinPartitions(order);
  }

  private void export(String name, AnalysisTables.Table table) {
    Dataset<Row> sorted = sorted(table, 1);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(folder.export(name + ".csv"), StandardCharsets.UTF_8))) {
      new TableText(List.of(sorted.columns()))
          .writeCsv(TableRows.plain(sorted.toLocalIterator()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean report(JobSummary summary) {
    try {
      ReportFiles.write(
          context.spark().sparkContext().hadoopConfiguration(),
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
