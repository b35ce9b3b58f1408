package io.thermograd.job;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(
    mixinStandardHelpOptions = true,
    name = "version",
    description = "Print the versions of the program, Spark and Java.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println(Version.text());
    return ExitCode.DONE.code();
  }
}
