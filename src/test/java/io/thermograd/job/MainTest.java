package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.Colour;
import io.thermograd.report.Layout;
import io.thermograd.store.DamagedStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Path folder = Path.of("");
  private String job = "";

  @BeforeEach
  void aJobWithOneInput(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Files.writeString(folder.resolve("a.jsonl"), "{}\n");
    Path file = folder.resolve("job.yaml");
    Files.writeString(
        file,
        "job: analyze\ninput:\n  - {path: %s/a.jsonl}\noutput: {path: %s/out}\n"
            .formatted(folder, folder));
    job = file.toString();
  }

  /** Commands that end before there is work for Spark must not start it. */
  private static final class NoSession implements SessionSource {
    @Override
    public SparkSession open(String name, long inputBytes) {
      throw new AssertionError("Spark was started");
    }

    @Override
    public void close(SparkSession spark) {}
  }

  private int execute(JobRunner runner, SessionSource sessions, String... args) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.Kind.PLAIN,
            new Layout(100, Colour.NEVER),
            () -> 0L);
    return new Main(terminal, runner, sessions).execute(args);
  }

  private int execute(String... args) {
    return execute(
        (declaration, context) -> {
          throw new AssertionError("the job was run");
        },
        new NoSession(),
        args);
  }

  private int show(String... options) {
    String[] what = {"show", folder + "/out", "runs"};
    String[] args = Stream.of(what, options).flatMap(Arrays::stream).toArray(String[]::new);
    return execute(
        (declaration, context) -> {
          throw new AssertionError("a job was run");
        },
        new TestSession(),
        args);
  }

  private int run(JobRunner runner, String... options) {
    String[] args = new String[options.length + 1];
    args[0] = job;
    System.arraycopy(options, 0, args, 1, options.length);
    return execute(runner, new TestSession(), args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void versionAndExplanationsNeedNoSpark() {
    assertThat(execute("version")).isZero();
    assertThat(out()).startsWith("thermograd ").contains("(Spark 4.2.0, Java ");
    assertThat(execute("run", "--explain", "output.path")).isZero();
    assertThat(execute("--explain")).isZero();
    assertThat(out()).contains("  where the tables go\n", "Keys of a declaration");
    assertThat(err()).isEmpty();
  }

  @Test
  void helpIsNoMistake() {
    assertThat(execute("--help")).isZero();
    assertThat(execute("run", "--help")).isZero();
    assertThat(out()).contains("Usage: thermograd", "--dry-run", "show", "version");
  }

  @Test
  void usageMistakesEndWithTwoAndAHint() {
    assertThat(execute()).isEqualTo(2);
    assertThat(execute("shwo")).isEqualTo(2);
    assertThat(execute("run", "--explian")).isEqualTo(2);
    assertThat(execute("run", "-q", "-v", "x.yaml")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            """
            cannot understand the command line
              cause: Missing command or declaration
              remedy: `thermograd --help` tells more
            cannot understand the command line
              cause: Unmatched argument at index 0: 'shwo'
              remedy: did you mean show? `thermograd --help` tells more
            cannot understand the command line
              cause: Unknown option: '--explian'
              remedy: did you mean --explain? `thermograd run --help` tells more
            cannot understand the command line
              cause: Error: --quiet, --verbose are mutually exclusive (specify only one)
              remedy: `thermograd run --help` tells more
            """);
  }

  @Test
  void dryRunPrintsThePlanAndRunsNothing() {
    assertThat(execute(job, "--dry-run", "--set", "output.export=csv")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Job job (analyze)
              input   DIR/a.jsonl  jsonl, gradients and losses  1 file, 3 B
              output  DIR/out  parquet, csv, report.html
            Nothing was run (--dry-run).
            """
                .replace("DIR", folder.toString()));
  }

  @Test
  void bindingMistakesEndWithTwoBeforeSpark() {
    assertThat(execute("run", job, "--set", "input.0.fromat=csv")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            """
            --set input.0.fromat=csv: input.0.fromat: unknown key
              cause: an input has no key `fromat`
              remedy: did you mean `format`?
            """);
  }

  @Test
  void everyMissingInputIsToldWithItsLineBeforeSpark() {
    assertThat(execute(job, "--set", "input.1.path=no.csv", "--set", "input.2.path=no/*.csv"))
        .isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            """
            --set input.1.path=no.csv: input: cannot find the traces no.csv
              cause: no file or folder is there, and as a pattern it matches none
              remedy: correct the path; relative paths start at the folder that the job is submitted from
            --set input.2.path=no/*.csv: input: cannot find the traces no/*.csv
              cause: no file or folder is there, and as a pattern it matches none
              remedy: correct the path; relative paths start at the folder that the job is submitted from
            """);
    assertThat(execute(job, "--set", "input=[{path: 'nowhere://x/a.csv'}]")).isEqualTo(2);
    assertThat(err()).contains("No FileSystem for scheme \"nowhere\"");
  }

  @Test
  void aNameThatHoldsCharactersOfAPatternIsTakenAsItIsWritten() throws IOException {
    Files.writeString(folder.resolve("run[1].jsonl"), "{}\n");
    assertThat(execute(job, "--dry-run", "--set", "input.0.path=" + folder + "/run[1].jsonl"))
        .isZero();
    assertThat(out()).contains("run[1].jsonl  jsonl, gradients and losses  1 file, 3 B");
  }

  @Test
  void missingDeclarationEndsWithTwo() {
    assertThat(execute("none.yaml")).isEqualTo(2);
    assertThat(execute("run")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            """
            cannot read the declaration none.yaml
              cause: File none.yaml does not exist
              remedy: give the path of a job's YAML file
            no job to run
              cause: no declaration is given
              remedy: give one, such as run jobs/demo.yaml
            """);
  }

  @Test
  void aDoneJobEndsWithItsSummaryOnTheLastLine() {
    JobRunner runner =
        (declaration, context) -> {
          long rows =
              context
                  .timings()
                  .measure(
                      context.spark().sparkContext(),
                      "count",
                      () -> context.spark().range(10).count());
          assertThat(context.inputs()).hasSize(1);
          return new JobSummary(List.of(), List.of(rows + " rows"), List.of());
        };
    assertThat(run(runner, "--timings")).isZero();
    assertThat(out())
        .isEqualTo(
            "No runs.\n\n10 rows\n\nOutput: "
                + folder
                + "/out\nReport: "
                + folder
                + "/out/report.html\n");
    assertThat(err())
        .contains("look at the inputs", "start Spark")
        .doesNotContain("starting Spark")
        .containsPattern("\ncount +0\\.00 +[1-9]")
        .containsPattern("\nin all +\\d");
  }

  @Test
  void quietSaysNothingButTheResult() {
    assertThat(run((job, context) -> new JobSummary(List.of(), List.of(), List.of()), "-q"))
        .isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void failuresOfAJobHaveTheirExitCodes() {
    assertThat(
            run(
                (job, context) -> {
                  throw new DataRejected("p", "c", "r");
                },
                "-q"))
        .isEqualTo(3);
    assertThat(
            run(
                (job, context) -> {
                  throw new OutputHeld("p", "c", "r");
                },
                "-q"))
        .isEqualTo(4);
    assertThat(
            run(
                (job, context) -> {
                  throw new UserMistake("p", "c", "r");
                },
                "-q"))
        .isEqualTo(2);
    assertThat(err()).isEqualTo("p\n  cause: c\n  remedy: r\n".repeat(3));
  }

  @Test
  void aDamagedStoreIsNoBug() {
    assertThat(
            run(
                (job, context) -> {
                  throw new DamagedStoreException("the log of runs is gone", new IOException());
                },
                "-q"))
        .isEqualTo(6);
    assertThat(err())
        .startsWith("the store is damaged\n  cause: the log of runs is gone\n  remedy: ")
        .doesNotContain("\tat ");
  }

  @Test
  void aBugShowsItsStackTraceAndAsksForAReport() {
    assertThat(
            run(
                (job, context) -> {
                  throw new IllegalStateException("broken");
                },
                "-q"))
        .isEqualTo(1);
    assertThat(err())
        .startsWith("java.lang.IllegalStateException: broken\n\tat ")
        .contains("This is a bug of Thermograd. Please report it to the project's issues");
  }

  @Test
  void showNeedsAnOutputAndATable() throws IOException {
    assertThat(execute("show", folder + "/none", "runs")).isEqualTo(2);
    Files.createDirectories(folder.resolve("out/runs"));
    Files.createDirectories(folder.resolve("out/export"));
    assertThat(execute("show", folder + "/out", "rnus")).isEqualTo(2);
    assertThat(execute("show", folder + "/out", "runs", "--limit", "0")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            """
            cannot show DIR/none
              cause: no output of a job is there
              remedy: give the output.path of a job that is done
            cannot show the table rnus
              cause: DIR/out has no such table
              remedy: did you mean `runs`?
            cannot show 0 rows
              cause: --limit is below 1
              remedy: give a number from 1
            """
                .replace("DIR", folder.toString()));
  }

  @Test
  void showPrintsATableAsTextCsvAndJson() {
    SparkSession spark = new TestSession().open("write", 0);
    spark
        .sql(
            "select 'r1' as run, 0.5D as snr, array('A') as flags,"
                + " timestamp '2026-01-02 03:04:05' as at, named_struct('k', 1) as s"
                + " union all select 'r2', null, array(), null, null order by run")
        .coalesce(1)
        .write()
        .parquet(folder + "/out/runs");
    assertThat(show()).isZero();
    assertThat(show("--format", "csv")).isZero();
    assertThat(show("--format", "json", "--limit", "1")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            run       snr  flags  at                    s
            r1   0.500000  ["A"]  2026-01-02T03:04:05Z  {"k":1}
            r2          –  []     –                     –
            run,snr,flags,at,s
            r1,0.5,"[""A""]",2026-01-02T03:04:05Z,"{""k"":1}"
            r2,,[],,
            [
            {"run":"r1","snr":0.5,"flags":["A"],"at":"2026-01-02T03:04:05Z","s":{"k":1}}
            ]
            """);
  }

  @Test
  void showTakesAConditionAnOrderAndColumns() {
    SparkSession spark = new TestSession().open("write", 0);
    spark
        .sql(
            "select * from values ('a', 1.0D, 'X'), ('b', 3.0D, 'Y'), ('c', null, 'Y'),"
                + " ('d', 2.0D, 'Y') as t(run, snr, verdict)")
        .coalesce(1)
        .write()
        .parquet(folder + "/out/runs");
    assertThat(
            show(
                "--format",
                "csv",
                "--where",
                "verdict = 'Y' and verdict <> 3",
                "--sort",
                "snr desc",
                "--columns",
                "snr,run"))
        .isZero();
    assertThat(
            show(
                "--format",
                "csv",
                "--where",
                "verdict = 'Y'",
                "--sort",
                "snr desc",
                "--columns",
                "snr,run"))
        .isZero();
    assertThat(show("--format", "markdown", "--limit", "1", "--columns", "run")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            snr,run
            snr,run
            3.0,b
            2.0,d
            ,c
            | run |
            | --- |
            | a |
            """);
  }

  @Test
  void showSaysWhatItCannotUnderstand() {
    SparkSession spark = new TestSession().open("write", 0);
    spark.sql("select 'a' as run, 1.0D as beta").write().parquet(folder + "/out/runs");
    assertThat(show("--where", "beta >")).isEqualTo(2);
    assertThat(show("--where", "nothing < 1")).isEqualTo(2);
    assertThat(show("--sort", "beta downward")).isEqualTo(2);
    assertThat(show("--columns", "run,bta")).isEqualTo(2);
    assertThat(err())
        .contains(
            "cannot understand --where nothing < 1",
            "of the columns run, beta",
            "cannot understand --sort beta downward",
            "write --sort \"beta desc\"",
            "cannot understand --columns bta",
            "did you mean `beta`?")
        .doesNotContain("This is a bug");
  }
}
