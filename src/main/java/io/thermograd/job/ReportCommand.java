package io.thermograd.job;

import io.thermograd.job.declaration.ReportDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.PageTables;
import io.thermograd.report.spark.ReportFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
      reportOnStore();
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
      PageTables from = PageTables.under(configuration, tables);
      ReportFiles.write(configuration, from, tables, List.of(), session);
      if (tensorboard) {
        EventFiles.write(session.get(), from, tables);
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

  private void reportOnStore() throws IOException {
    SparkSession spark = sessions.openStore("report", 0);
    try {
      spark.sparkContext().setJobDescription("write report");
      StorePage.write(
          spark,
          output,
          new StoreView(spark, output).last(),
          new ReportDeclaration(true, tensorboard),
          List.of());
    } finally {
      sessions.close(spark);
    }
    say(output);
  }
}
