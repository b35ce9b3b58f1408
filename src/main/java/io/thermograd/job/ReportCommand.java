package io.thermograd.job;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.spark.ReportFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
}
