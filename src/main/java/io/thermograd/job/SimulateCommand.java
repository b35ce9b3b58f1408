package io.thermograd.job;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.simulate.SimulatedCohort;
import io.thermograd.simulate.spark.SimulatedLevel;
import io.thermograd.simulate.spark.SimulatedTraces;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code simulate OUTPUT}: traces of runs whose temperature and noise are known. */
@Command(
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    name = "simulate",
    description =
        "Write traces of simulated runs to OUTPUT/traces, and what is known of them to"
            + " OUTPUT/truth.")
final class SimulateCommand implements Callable<Integer> {
  /** Formats that traces are written in. */
  enum Format {
    PARQUET,
    JSONL
  }

  private final Terminal terminal;
  private final SessionSource sessions;

  @Parameters(index = "0", paramLabel = "OUTPUT", description = "A folder that isn't there yet.")
  private String output = "";

  @Option(names = "--runs", paramLabel = "N", description = "Runs.")
  private int runs = 10;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of each run.")
  private int steps = 2000;

  @Option(names = "--steps-per-epoch", paramLabel = "N", description = "Steps of an epoch.")
  private int stepsPerEpoch = 100;

  @Option(names = "--layers", paramLabel = "N", description = "Layers of each run.")
  private int layers = 6;

  @Option(names = "--parameters", paramLabel = "N", description = "Parameters of each layer.")
  private int parameters = 16;

  @Option(
      names = "--longest",
      paramLabel = "N",
      description = "How many times longer the first run is than the others.")
  private int longest = 1;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "What is logged of a gradient: ${COMPLETION-CANDIDATES}.")
  private SimulatedLevel level = SimulatedLevel.VECTOR;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Of the traces: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.PARQUET;

  @Option(names = "--files", paramLabel = "N", description = "Files at most; a run is in one.")
  private int files = 16;

  @Option(names = "--seed", paramLabel = "N", description = "The same seed makes the same runs.")
  private long seed = 1;

  SimulateCommand(Terminal terminal, SessionSource sessions) {
    this.terminal = terminal;
    this.sessions = sessions;
  }

  @Override
  public Integer call() throws IOException {
    SimulatedCohort cohort = cohort();
    Path folder = new Path(output);
    FileSystem fileSystem = folder.getFileSystem(Session.hadoopConfiguration());
    if (fileSystem.exists(folder)) {
      throw new UserMistake(
          "cannot simulate into " + output, "it is there already", "give another folder");
    }
    Path traces = new Path(folder, "traces");
    SparkSession spark = sessions.open("simulate", 0);
    try {
      spark.sparkContext().setJobDescription("simulate runs");
      SimulatedTraces.of(spark, cohort, level, files)
          .write()
          .format(format == Format.JSONL ? "json" : "parquet")
          .save(traces.toString());
      SimulatedTraces.truth(spark, cohort)
          .write()
          .option("header", true)
          .csv(new Path(folder, "truth").toString());
    } finally {
      sessions.close(spark);
    }
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "Simulated %,d runs. Analyse them: submit/local jobs/analyze.yaml --set"
                    + " 'input=[{path: %s, format: %s}]' --set output.path=out/simulated",
                runs,
                traces,
                format.name().toLowerCase(Locale.ROOT)));
    return ExitCode.DONE.code();
  }

  private SimulatedCohort cohort() {
    if (files < 1) {
      throw mistake("--files is " + files);
    }
    try {
      return new SimulatedCohort(runs, steps, stepsPerEpoch, layers, parameters, longest, seed);
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()));
    }
  }

  private static UserMistake mistake(String cause) {
    return new UserMistake("cannot simulate", cause, "give numbers from 1 on");
  }
}
