package io.thermograd.job;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.sun.management.OperatingSystemMXBean;
import io.thermograd.job.declaration.BoundDeclaration;
import io.thermograd.job.declaration.DeclarationBinder;
import io.thermograd.job.declaration.Explanation;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.OutputFormat;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.ConsoleSummary;
import io.thermograd.report.spark.EventFiles;
import io.thermograd.report.spark.ReportFiles;
import io.thermograd.store.StoreBatch;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run JOB.yaml}: everything that can be wrong is found before Spark is started. */
@Command(
    mixinStandardHelpOptions = true,
    name = "run",
    description = "Run a job. This is what happens when the first argument is a file, too.")
final class RunCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final JobRunner runner;
  private final SessionSource sessions;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "JOB.yaml",
      description = "The job's declaration.")
  private @Nullable String file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Override a key: a dotted path, a YAML value. Repeatable; null removes.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--dry-run", description = "Check the declaration and its inputs; run nothing.")
  private boolean dryRun;

  @Option(
      names = "--explain",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "KEY",
      description = "Explain a key of declarations, or list all.")
  private @Nullable String explain;

  @Option(
      names = "--full",
      description = "Read everything again and write the store anew; other outputs always are.")
  private boolean full;

  @Option(names = "--timings", description = "Say where the time went.")
  private boolean showTimings;

  @ArgGroup private @Nullable Loudness loudness;

  /** At most one of the two. */
  static final class Loudness {
    @Option(
        names = {"-q", "--quiet"},
        description = "Print results and errors only.")
    private boolean quiet;

    @Option(
        names = {"-v", "--verbose"},
        description = "Print Spark's own log, too.")
    private boolean verbose;
  }

  RunCommand(Terminal terminal, JobRunner runner, SessionSource sessions) {
    this.terminal = terminal;
    this.runner = runner;
    this.sessions = sessions;
  }

  @Override
  public Integer call() {
    if (explain != null) {
      terminal.out().print(explain.isEmpty() ? Explanation.ofAll() : Explanation.of(explain));
      return ExitCode.DONE.code();
    }
    String job = file;
    if (job == null) {
      throw new UserMistake(
          "no job to run", "no declaration is given", "give one, such as run jobs/demo.yaml");
    }
    Timings timings = new Timings(terminal.nanos());
    Storage storage = new Storage(Session.hadoopConfiguration());
    BoundDeclaration bound =
        timings.measure(
            "bind the declaration",
            () -> DeclarationBinder.bind(storage.readDeclaration(job), job, overrides));
    List<ListedInput> inputs = timings.measure("look at the inputs", () -> storage.inputs(bound));
    if (dryRun) {
      terminal.out().print(new Plan(bound.declaration(), inputs).text());
      return ExitCode.DONE.code();
    }
    JobSummary summary = run(bound, inputs, timings);
    if (showTimings) {
      terminal.err().print(text(timings));
    }
    String output = bound.declaration().output().path();
    terminal
        .out()
        .print(
            new ConsoleSummary(
                    summary.runs(),
                    summary.findings(),
                    summary.warnings(),
                    output,
                    beside(bound.declaration()))
                .text(terminal.layout()));
    return summary.exitCode().code();
  }

  private static String text(Timings timings) {
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long wall = MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
    return timings.text(wall, process.getProcessCpuTime());
  }

  private static List<ConsoleSummary.Place> beside(JobDeclaration declaration) {
    List<ConsoleSummary.Place> places = new ArrayList<>();
    String output = declaration.output().path();
    if (declaration.report().tensorboard()) {
      String command = "tensorboard --logdir " + output + "/" + EventFiles.FOLDER;
      places.add(new ConsoleSummary.Place("TensorBoard", command));
    }
    if (declaration.report().html()) {
      places.add(new ConsoleSummary.Place("Report", output + "/" + ReportFiles.PAGE));
    }
    return places;
  }

  private JobSummary run(BoundDeclaration bound, List<ListedInput> inputs, Timings timings) {
    JobDeclaration declaration = bound.declaration();
    long bytes = inputs.stream().mapToLong(ListedInput::bytes).sum();
    ProgressListener progress = new ProgressListener(terminal, inputs);
    boolean loud = verbosity() != Verbosity.QUIET;
    if (loud) {
      progress.say("starting Spark");
    }
    Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    SparkSession spark =
        timings.measure(
            "start Spark",
            () ->
                declaration.output().format() == OutputFormat.DELTA
                    ? sessions.openStore(declaration.name(), bytes)
                    : sessions.open(declaration.name(), bytes));
    try {
      spark.sparkContext().addSparkListener(timings);
      if (loud) {
        spark.sparkContext().addSparkListener(progress);
      }
      if (verbosity() == Verbosity.VERBOSE) {
        spark.sparkContext().setLogLevel("INFO");
      }
      RunContext context =
          new RunContext(
              spark,
              timings,
              inputs,
              bound.fingerprint(),
              bound.analysisFingerprint(),
              full ? StoreBatch.Mode.FULL : StoreBatch.Mode.INCREMENTAL,
              Version.ofProgram(),
              startedAt);
      return runner.run(declaration, context);
    } finally {
      sessions.close(spark);
      progress.finish();
    }
  }

  private Verbosity verbosity() {
    if (loudness != null && loudness.quiet) {
      return Verbosity.QUIET;
    }
    return loudness != null && loudness.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
  }
}
