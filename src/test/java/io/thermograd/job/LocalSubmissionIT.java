package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.job.Submission.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** submit/local as users start it: from a folder of theirs, with mistakes, and killed. */
final class LocalSubmissionIT {
  private static final String JOB =
      """
      job: analyze
      input: [{path: trace.jsonl}]
      output: {path: out, export: csv}
      """;

  private final Path folder;

  LocalSubmissionIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void writeInputs() throws IOException {
    Files.writeString(
        folder.resolve("trace.jsonl"),
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "{\"run\":\"r\",\"step\":%d,\"epoch\":%d,\"layer\":\"a\",\"loss\":%s,\"grad\":[%d,%d]}\n"
                        .formatted(i, i / 4, 1.0 / (1 + i), i % 3, i % 5))
            .collect(Collectors.joining()));
    Files.writeString(folder.resolve("job.yaml"), JOB);
  }

  @Test
  void lastLineNamesTheOutput() throws Exception {
    Outcome run = run();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lastLine()).contains("out");
    assertThat(folder.resolve("out/export/runs.csv")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "outptu: {path: out} | job.yaml:4 | outptu",
        "quarantine: {max_share: many} | job.yaml:4 | quarantine.max_share",
        "decay: {models: 3, intervall: auto} | decay.models | decay.intervall"
      })
  void mistakesInDeclarationsAreSaidWithTheirPlaces(String line, String first, String second)
      throws Exception {
    Files.writeString(folder.resolve("job.yaml"), JOB + line + "\n");
    assertMistake(run(), first, second);
  }

  @Test
  void missingTracesAreSaidWithTheirPlace() throws Exception {
    Files.delete(folder.resolve("trace.jsonl"));
    assertMistake(run(), "job.yaml:2", "trace.jsonl");
  }

  @Test
  void afterAKillTheLastTablesStandAndTheNextRunSucceeds() throws Exception {
    assertThat(run().exitCode()).isZero();
    Map<String, Long> before = published();
    Path claim = folder.resolve(".out.claim");
    Path written = folder.resolve(".out.staging/layer_epoch");
    try (Submission killed = Submission.start("local", folder, Map.of(), "job.yaml")) {
      while (killed.process().isAlive() && !Files.exists(written)) {
        Thread.sleep(10);
      }
      assertThat(killed.process().isAlive()).isTrue();
    }
    assertThat(claim).exists();
    assertThat(published()).isEqualTo(before);

    Outcome next = run();
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(published().keySet())
        .doesNotContainAnyElementsOf(
            before.keySet().stream().filter(name -> name.contains("part-")).toList());
    assertThat(claim).doesNotExist();
    assertThat(folder.resolve(".out.staging")).doesNotExist();
  }

  @Test
  void aJobThatIsToldToEndLeavesNothingBehind() throws Exception {
    try (Submission ended = Submission.start("local", folder, Map.of(), "job.yaml")) {
      while (ended.process().isAlive() && !Files.exists(folder.resolve(".out.claim"))) {
        Thread.sleep(10);
      }
      ended.process().destroy();
      Outcome outcome = ended.outcome();
      assertThat(outcome.exitCode()).isEqualTo(143);
      assertThat(outcome.err()).doesNotContain("\tat ");
    }
    assertThat(folder.resolve(".out.claim")).doesNotExist();
    assertThat(folder.resolve(".out.staging")).doesNotExist();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private Outcome run() throws IOException, InterruptedException {
    return Submission.run("local", folder, Map.of(), "job.yaml");
  }

  private static void assertMistake(Outcome run, String... said) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(said).contains("cause:", "remedy:").doesNotContain("\tat ");
  }

  /** The files of the output, with their times. */
  private Map<String, Long> published() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> found.put(file.toString(), modified(file)));
    }
    return found;
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
