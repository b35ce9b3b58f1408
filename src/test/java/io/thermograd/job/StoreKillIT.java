package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.job.Submission.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs on a store that are killed, as by {@code kill -9}, at random moments, while their input
 * grows; then one that isn't. Its tables are those of a job that reads everything at once. {@code
 * -Dthermograd.studies=true -Dstore.kills=30} kills more often and tells docs/benchmarks.md.
 */
final class StoreKillIT {
  private static final int KILLS = Integer.getInteger("store.kills", 6);

  private static final String JOB =
      """
      job: analyze
      input: [{path: traces, format: jsonl}]
      output: {path: %s, format: %s, export: csv}
      report: {html: false}
      """;

  private final Path folder;

  StoreKillIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private Outcome run(String job) throws IOException, InterruptedException {
    return Submission.run("local", folder, Map.of(), job, "--quiet");
  }

  private void grow(List<String> lines, int from, int to) throws IOException {
    // Ends inside a line, as a log that is being written does.
    String text = String.join("", lines);
    int length = text.length();
    Files.writeString(
        folder.resolve("traces/grown.jsonl"),
        text.substring(
            (int) ((long) length * from / (KILLS + 2)), (int) ((long) length * to / (KILLS + 2))),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  void whateverIsKilledTheNextJobFindsAllOfABatchAndLosesNothing() throws Exception {
    Files.createDirectory(folder.resolve("traces"));
    Files.writeString(folder.resolve("store.yaml"), JOB.formatted("store", "delta"));
    Files.writeString(folder.resolve("full.yaml"), JOB.formatted("full", "parquet"));
    List<String> lines = SimulatedRuns.lines("grown", 101, 40);
    grow(lines, 0, 1);
    // The first command after a build makes the archive of classes, which takes as long as a job.
    assertThat(Submission.run("local", folder, Map.of(), "version").exitCode()).isZero();
    long start = System.nanoTime();
    assertThat(run("store.yaml").exitCode()).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    SplittableRandom random = new SplittableRandom(101);
    List<Long> killedAfter = new ArrayList<>();
    int ended = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      grow(lines, kill, kill + 1);
      Files.writeString(
          folder.resolve("traces/run" + kill + ".jsonl"),
          String.join("", SimulatedRuns.lines("run" + kill, kill, 10)));
      long after = random.nextLong(millis);
      try (Submission job = Submission.start("local", folder, Map.of(), "store.yaml", "--quiet")) {
        if (job.process().waitFor(after, TimeUnit.MILLISECONDS)) {
          ended++;
        }
      }
      killedAfter.add(after);
    }
    grow(lines, KILLS + 1, KILLS + 2);
    Outcome last = run("store.yaml");
    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(run("full.yaml").exitCode()).isZero();

    Map<String, List<String[]>> expected = ExportedTables.of(folder.resolve("full"));
    Map<String, List<String[]>> found = ExportedTables.of(folder.resolve("store"));
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (table, rows) ->
            ExportedTables.assertSame(table, found.getOrDefault(table, List.of()), rows, 1e-8));
    String told =
        String.format(
            Locale.ROOT,
            "%d jobs, killed after %s ms of the %d that the first took; %d had ended before; the"
                + " last left %d tables of %d rows, all as a full run's.",
            KILLS,
            killedAfter,
            millis,
            ended,
            expected.size(),
            expected.values().stream().mapToInt(List::size).sum());
    System.out.println(told);
    MeasuredPage.write("store-kills", List.of(told));
  }
}
