package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.BatchTable;
import io.thermograd.store.StoreBatchTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code report OUTPUT}: the page again, from the tables of an output. */
@Command(
    mixinStandardHelpOptions = true,
    name = "report",
    description = "Make the report page of an output again, from its tables.")
final class ReportCommand implements Callable<Integer> {
  private static final String COPIES = "_report";

  private final Terminal terminal;
  private final SessionSource sessions;

  @Parameters(index = "0", paramLabel = "OUTPUT", description = "A job's output.path.")
  private String output = "";

  ReportCommand(Terminal terminal, SessionSource sessions) {
    this.terminal = terminal;
    this.sessions = sessions;
  }

  @Override
  public Integer call() throws IOException {
    Configuration configuration = Session.hadoopConfiguration();
    Storage storage = new Storage(configuration);
    if (storage.isStore(output)) {
      reportOnStore(configuration);
      return ExitCode.DONE.code();
    }
    String published = storage.published(output);
    if (storage.tables(published).isEmpty()) {
      throw new UserMistake(
          "cannot report on " + output,
          "no output of a job is there",
          "give the output.path of a job that is done");
    }
    AtomicReference<@Nullable SparkSession> opened = new AtomicReference<>();
    try {
      ReportFiles.write(
          configuration,
          new Path(published),
          List.of(),
          () -> {
            SparkSession spark = sessions.open("report", 0);
            opened.set(spark);
            return spark;
          });
    } finally {
      SparkSession spark = opened.get();
      if (spark != null) {
        sessions.close(spark);
      }
    }
    terminal.out().println("Report: " + published + "/" + ReportFiles.PAGE);
    return ExitCode.DONE.code();
  }

  /**
   * A store's files hold what was replaced, too: the tables as the last batch left them are copied,
   * and the page is made from the copies.
   */
  private void reportOnStore(Configuration configuration) throws IOException {
    Path store = new Path(output);
    Path copies = new Path(store, COPIES);
    FileSystem files = store.getFileSystem(configuration);
    SparkSession spark = sessions.openStore("report", 0);
    try {
      StoreView view = new StoreView(spark, output);
      for (String table : ReportFiles.TABLES) {
        spark.sparkContext().setJobDescription("copy table " + table);
        Dataset<Row> rows =
            table.equals(BatchTable.NAME)
                ? view.history().sort(col(StoreBatchTable.BATCH).desc()).limit(1)
                : view.table(table, null);
        rows.write().mode(SaveMode.Overwrite).parquet(new Path(copies, table).toString());
      }
      spark.sparkContext().setJobDescription("write report");
      ReportFiles.write(configuration, copies, List.of(), () -> spark);
      for (String made : List.of(ReportFiles.PAGE, ReportFiles.PARTS)) {
        files.delete(new Path(store, made), true);
        if (files.exists(new Path(copies, made))) {
          files.rename(new Path(copies, made), new Path(store, made));
        }
      }
    } finally {
      files.delete(copies, true);
      sessions.close(spark);
    }
    terminal.out().println("Report: " + output + "/" + ReportFiles.PAGE);
  }
}
