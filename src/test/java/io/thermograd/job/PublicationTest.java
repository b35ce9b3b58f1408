package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import io.thermograd.testing.TraceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a job, its output is that of one execution, whole. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicationTest {
  private static final String NO_BAD_RECORDS = "quarantine: {max_share: 0}\n";

  private Path good = Path.of("");
  private Path other = Path.of("");
  private Path bad = Path.of("");
  private Path published = Path.of("");
  private Path folder = Path.of("");
  private Path output = Path.of("");

  @BeforeAll
  void publishOnce(@TempDir Path shared) throws IOException {
    good = Files.writeString(shared.resolve("good.jsonl"), trace("good"));
    other = Files.writeString(shared.resolve("other.jsonl"), trace("other"));
    bad = Files.writeString(shared.resolve("bad.jsonl"), trace("bad") + "nothing\n");
    published = shared.resolve("published");
    JobTrial job = run(good, published, "");
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
  }

  @BeforeEach
  void anEmptyFolder(@TempDir Path temporary) {
    folder = temporary;
    output = temporary.resolve("out");
  }

  private static String trace(String run) {
    SplittableRandom random = new SplittableRandom(101);
    StringBuilder lines = new StringBuilder();
    for (int step = 0; step < 20; step++) {
      float[] gradient = {(float) random.nextGaussian(), (float) (1 + random.nextGaussian())};
      lines
          .append(TraceRow.gradient(run, step / 5, step, 1 + random.nextDouble(), gradient).json())
          .append('\n');
    }
    return lines.toString();
  }

  private static JobTrial run(Path input, Path output, String more, String... options)
      throws IOException {
    return JobTrial.run(
        output,
        "job: analyze\ninput: [{path: \"%s\"}]\noutput: {path: \"%s\", export: csv}\n%s"
            .formatted(input, output, more),
        options);
  }

  /** Every file below a folder, with its content. */
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            root.relativize(file).toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  private void publishedTo(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(published)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, target.resolve(published.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private void claim(String host, long pid) throws IOException {
    Files.writeString(folder.resolve(".out.claim"), host + "\n" + pid + "\n2026-01-02T03:04:05Z\n");
  }

  private static String thisHost() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private void assertNothingIsLeftBeside() throws IOException {
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(
              beside
                  .map(file -> folder.relativize(file).toString())
                  .filter(name -> !name.endsWith(".crc")))
          .containsExactly("out");
    }
  }

  @Test
  void anOutputIsReplacedAsAWhole() throws IOException {
    publishedTo(output);
    Files.createDirectory(output.resolve("a_table_of_an_older_version"));
    JobTrial job = run(other, output, "");
    assertThat(job.exitCode()).isZero();
    assertThat(job.table("runs")).extracting(row -> row.getAs("run")).containsExactly("other");
    assertThat(job.csv("runs")).contains("\nother,").doesNotContain("good");
    assertThat(output.resolve("a_table_of_an_older_version")).doesNotExist();
    assertThat(content(output).keySet().stream().map(name -> name.split("/", 2)[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(
            content(published).keySet().stream()
                .map(name -> name.split("/", 2)[0])
                .distinct()
                .toList());
    assertNothingIsLeftBeside();
  }

  @Test
  void aTableTakesOneSparkJobAndTheCopiesOfAllOneMore() throws IOException {
    JobTrial job = run(good, output, "", "--timings");
    assertThat(job.exitCode()).isZero();
    assertThat(job.err()).containsPattern("(?m)^write table equilibrium +\\S+ +1 ");
    assertThat(job.err()).containsPattern("(?m)^export tables +\\S+ +1 ");
  }

  @Test
  void aFolderThatNoJobWroteIsRefusedUntouched() throws IOException {
    Files.createDirectory(output);
    Files.writeString(output.resolve("thesis.txt"), "years of work");
    JobTrial job = run(good, output, "");
    assertThat(job.exitCode()).isEqualTo(2);
    assertThat(job.err())
        .contains("holds files that no Thermograd job wrote", "give another output.path");
    assertThat(content(output)).isEqualTo(Map.of("thesis.txt", "years of work"));
    assertNothingIsLeftBeside();
  }

  @Test
  void aFileIsRefusedUntouched() throws IOException {
    Files.writeString(output, "years of work");
    assertThat(run(good, output, "").exitCode()).isEqualTo(2);
    assertThat(output).hasContent("years of work");
  }

  @Test
  void aHeldOutputIsLeftToItsHolder() throws IOException {
    publishedTo(output);
    for (String host : new String[] {thisHost(), "another-host"}) {
      claim(host, ProcessHandle.current().pid());
      JobTrial job = run(other, output, "");
      assertThat(job.exitCode()).isEqualTo(4);
      assertThat(job.err())
          .contains("held by process " + ProcessHandle.current().pid() + " on " + host);
      assertThat(folder.resolve(".out.claim")).content().startsWith(host);
      assertThat(content(output)).isEqualTo(content(published));
    }
  }

  @Test
  void tooManyBadRecordsLeaveTheLastGoodTables() throws IOException {
    publishedTo(output);
    JobTrial job = run(bad, output, NO_BAD_RECORDS);
    assertThat(job.exitCode()).isEqualTo(3);
    assertThat(job.err()).contains("1 of 21 records were rejected", "first in file:", " at ");
    assertThat(content(output)).isEqualTo(content(published));
    assertNothingIsLeftBeside();
  }

  @Test
  void rubbishIsDataThatIsRejected() throws IOException {
    byte[] rubbish = new byte[200_000];
    new SplittableRandom(101).nextBytes(rubbish);
    Path file = Files.write(good.resolveSibling("rubbish.jsonl"), rubbish);
    publishedTo(output);
    JobTrial job = run(file, output, "");
    assertThat(job.exitCode()).isEqualTo(3);
    assertThat(job.err()).contains("no record could be used", "remedy").doesNotContain("\tat ");
    assertThat(content(output)).isEqualTo(content(published));
    assertNothingIsLeftBeside();
  }

  @Test
  void filesWithoutRecordsAreAMistakeOfTheDeclaration() throws IOException {
    Path header = Files.writeString(good.resolveSibling("header.csv"), "run,epoch,step,loss\n");
    publishedTo(output);
    JobTrial job = run(header, output, "");
    assertThat(job.exitCode()).isEqualTo(2);
    assertThat(job.err()).contains("the input files hold none").doesNotContain("\tat ");
    assertThat(content(output)).isEqualTo(content(published));
    assertNothingIsLeftBeside();
  }

  /** The state that a job leaves which is killed when the old tables are aside, the new not in. */
  @Test
  void whatAJobLeftThatWasKilledBetweenTheTwoRenamesIsRecovered()
      throws IOException, InterruptedException {
    publishedTo(folder.resolve(".out.previous"));
    Files.createDirectories(folder.resolve(".out.staging/runs"));
    Files.writeString(folder.resolve(".out.staging/runs/half"), "PAR");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    claim(thisHost(), dead.pid());

    JobTrial show = JobTrial.execute("show", output.toString(), "runs", "--format", "csv");
    assertThat(show.exitCode()).isZero();
    assertThat(show.out()).contains("\ngood,");

    assertThat(run(bad, output, NO_BAD_RECORDS).exitCode()).isEqualTo(3);
    assertThat(content(output)).isEqualTo(content(published));
    assertNothingIsLeftBeside();
  }
}
