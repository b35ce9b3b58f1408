package io.thermograd.job;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.spark.ReportFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code report OUTPUT}: the page again, from the tables of an output. */
@Command(
    mixinStandardHelpOptions = true,
    name = "report",
    description = "Make the report page of an output again, from its tables.")
final class ReportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "OUTPUT", description = "A job's output.path.")
  private String output = "";

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
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
    ReportFiles.write(configuration, new Path(published), List.of());
    terminal.out().println("Report: " + published + "/" + ReportFiles.PAGE);
    return ExitCode.DONE.code();
  }
}
