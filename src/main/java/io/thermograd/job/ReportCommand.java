package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.BatchTable;
import io.thermograd.store.StoreBatchTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--tensorboard",
      description = "Make the event files for TensorBoard, too, under OUTPUT/tensorboard.")
  private boolean tensorboard;

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
    reportOn(configuration, new Path(published));
    say(published);
    return ExitCode.DONE.code();
  }

  /** Opens a session only where the files need one. */
  private void reportOn(Configuration configuration, Path tables) throws IOException {
    AtomicReference<@Nullable SparkSession> opened = new AtomicReference<>();
    Supplier<SparkSession> session =
        () -> {
          SparkSession spark = opened.get();
          if (spark == null) {
            spark = sessions.open("report", 0);
            opened.set(spark);
          }
          return spark;
        };
    try {
      ReportFiles.write(configuration, tables, List.of(), session);
      if (tensorboard) {
        EventFiles.write(session.get(), tables);
      }
    } finally {
      SparkSession spark = opened.get();
      if (spark != null) {
        sessions.close(spark);
      }
    }
  }

  private void say(String where) {
    terminal.out().println("Report: " + where + "/" + ReportFiles.PAGE);
    if (tensorboard) {
      terminal
          .out()
          .println("TensorBoard: tensorboard --logdir " + where + "/" + EventFiles.FOLDER);
    }
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
      if (tensorboard) {
        spark.sparkContext().setJobDescription("write event files");
        EventFiles.write(spark, copies);
      }
      for (String made : List.of(ReportFiles.PAGE, ReportFiles.PARTS, EventFiles.FOLDER)) {
        files.delete(new Path(store, made), true);
        if (files.exists(new Path(copies, made))) {
          files.rename(new Path(copies, made), new Path(store, made));
        }
      }
    } finally {
      files.delete(copies, true);
      sessions.close(spark);
    }
    say(output);
  }
}
