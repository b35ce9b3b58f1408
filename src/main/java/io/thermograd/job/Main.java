package io.thermograd.job;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.DamagedStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
public final class Main {
  private static final String NAME = "thermograd";
  private static final List<String> ROOT_OPTIONS = List.of("-h", "--help", "-V", "--version");

  private final Terminal terminal;
  private final JobRunner runner;
  private final SessionSource sessions;

  /** Whether the process was told to end, which Spark's session follows before the job does. */
  private final AtomicBoolean interrupted = new AtomicBoolean();

  Main(Terminal terminal, JobRunner runner, SessionSource sessions) {
    this.terminal = terminal;
    this.runner = runner;
    this.sessions = sessions;
  }

  /** What stands above the sub-commands. */
  @Command(
      name = NAME,
      mixinStandardHelpOptions = true,
      versionProvider = Versions.class,
      synopsisSubcommandLabel = "COMMAND",
      description = "The thermodynamics of training runs, from their logged gradients and losses.")
  private static final class Root implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "Missing command or declaration");
    }
  }

  /** For {@code --version}. */
  private static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.text()};
    }
  }

  /** The program. */
  public static void main(String[] args) throws IOException {
    Session.startInSubmissionFolder();
    Main main = new Main(Terminal.ofProcess(), new AnalyzePipeline(), new Session());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> main.interrupted.set(true)));
    int code = main.execute(args);
    System.exit(code);
  }

  /** Does what the arguments say, and returns the exit code. */
  int execute(String... args) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new RunCommand(terminal, runner, sessions))
            .addSubcommand(new ShowCommand(terminal, sessions))
            .addSubcommand(new ReportCommand(terminal, sessions))
            .addSubcommand(new ValidateCommand(terminal, sessions))
            .addSubcommand(new SimulateCommand(terminal, sessions))
            .addSubcommand(new VersionCommand(terminal));
    line.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.min(100, terminal.layout().width()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((mistake, given) -> usage(mistake))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure).code());
    return line.execute(runByDefault(args));
  }

  private static String[] runByDefault(String[] args) {
    boolean runs =
        args.length > 0
            && !ROOT_OPTIONS.contains(args[0])
            && (args[0].startsWith("-") || isDeclaration(args[0]));
    return runs
        ? Stream.concat(Stream.of("run"), Arrays.stream(args)).toArray(String[]::new)
        : args;
  }

  private static boolean isDeclaration(String argument) {
    String lower = argument.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.contains("/");
  }

  private int usage(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    List<String> near =
        mistake instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String hint = near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
    String cause = mistake.getMessage() == null ? "the arguments don't fit" : mistake.getMessage();
    String name = command.getCommandSpec().qualifiedName();
    print(
        new UserMistake(
            "cannot understand the command line",
            cause.lines().findFirst().orElse(cause),
            hint + "`" + name + " --help` tells more"));
    return ExitCode.MISTAKE.code();
  }

  private ExitCode failed(Exception failure) {
    if (failure instanceof UserMistake) {
      print(failure);
      return ExitCode.MISTAKE;
    }
    if (failure instanceof DataRejected) {
      print(failure);
      return ExitCode.DATA_REJECTED;
    }
    if (failure instanceof OutputHeld) {
      print(failure);
      return ExitCode.OUTPUT_HELD;
    }
    if (interrupted.get()) {
      terminal.err().println("Stopped. The tables of the last finished job stand as they were.");
      return ExitCode.INTERRUPTED;
    }
    Optional<String> fault = StorageFault.of(failure);
    if (fault.isPresent()) {
      print(
          new UserMistake(
              "the file system failed the job; the tables of the last finished job stand",
              fault.get(),
              "free space or give the rights, at the output and in Spark's local folders, and run it"
                  + " again"));
      return ExitCode.STORAGE;
    }
    if (failure instanceof DamagedStoreException damaged) {
      print(
          new UserMistake(
              "the store is damaged",
              String.valueOf(damaged.getMessage()),
              "bring back what is gone, or move the store away and run its job: it is built anew"
                  + " from the logs"));
      return ExitCode.STORAGE;
    }
    failure.printStackTrace(terminal.err());
    terminal
        .err()
        .println(
            "This is a bug of Thermograd. Please report it to the project's issues, with the lines"
                + " above and: "
                + Version.text());
    return ExitCode.BUG;
  }

  private void print(Exception failure) {
    terminal.err().println(failure.getMessage());
  }
}
