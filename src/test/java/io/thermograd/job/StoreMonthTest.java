package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.thermograd.store.StoreBatch;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A simulated month: each night some new runs begin and those of the last nights go on. What a
 * night reads and analyses depends on the change, not on the store. {@code
 * -Dthermograd.studies=true -Dstore.nights=30 -Dstore.runs=7} for 30 nights and 210 runs, whose
 * table then stands in docs/benchmarks.md.
 */
@ExtendWith(LocalSpark.class)
class StoreMonthTest {
  private static final int NIGHTS = Integer.getInteger("store.nights", 5);
  private static final int RUNS_A_NIGHT = Integer.getInteger("store.runs", 2);

  /** Nights that a run lasts, and epochs that it logs in each. */
  private static final int NIGHTS_A_RUN = 2;

  private static final int EPOCHS_A_NIGHT = 10;

  @TempDir private Path folder = Path.of("");

  private void grow(int night) throws IOException {
    Path traces = Files.createDirectories(folder.resolve("traces"));
    for (int begun = Math.max(1, night - NIGHTS_A_RUN + 1); begun <= night; begun++) {
      for (int i = 0; i < RUNS_A_NIGHT; i++) {
        String run = "night" + begun + "run" + i;
        List<String> lines =
            SimulatedRuns.lines(run, 100L * begun + i, NIGHTS_A_RUN * EPOCHS_A_NIGHT);
        int share = lines.size() / NIGHTS_A_RUN;
        int part = night - begun;
        Files.writeString(
            traces.resolve(run + ".jsonl"),
            String.join("", lines.subList(part * share, (part + 1) * share)),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    }
  }

  /** A month takes long: each night is told when it is over. */
  private static void tell(List<String> told, String line) {
    told.add(line);
    System.out.println(line);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long bytes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(
              file -> {
                try {
                  return Files.size(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .sum();
    }
  }

  @Test
  void aNightReadsAndAnalysesWhatHasChanged() throws IOException {
    Path store = folder.resolve("store");
    List<String> told = new ArrayList<>();
    tell(told, "| night | runs | analysed | MB read | MB of input | MB of store | s | CPU s |");
    tell(told, "|---|---|---|---|---|---|---|---|");
    for (int night = 1; night <= NIGHTS; night++) {
      grow(night);
      long cpu = cpuNanos();
      JobTrial job =
          JobTrial.run(
              store,
              "job: analyze\ninput: [{path: \"%s/traces\", format: jsonl}]\noutput: {path: \"%s\", format: delta}\nreport: {html: false}\n"
                  .formatted(folder, store));
      assertThat(job.exitCode()).as(job.err()).isZero();
      StoreBatch batch = job.lastBatch();
      int going = RUNS_A_NIGHT * Math.min(night, NIGHTS_A_RUN);
      assertThat(batch.number()).isEqualTo(night);
      assertThat(batch.execution().counts().runs()).isEqualTo((long) night * RUNS_A_NIGHT);
      assertThat(batch.work().runsAnalysed()).isEqualTo(going);
      assertThat(batch.work().filesNew()).isEqualTo(RUNS_A_NIGHT);
      assertThat(batch.work().filesGrown()).isEqualTo(going - RUNS_A_NIGHT);
      tell(
          told,
          String.format(
              Locale.ROOT,
              "| %d | %d | %d | %.1f | %.1f | %.1f | %.1f | %.1f |",
              night,
              batch.execution().counts().runs(),
              going,
              batch.work().bytesRead() / 1e6,
              batch.execution().inputBytes() / 1e6,
              bytes(store) / 1e6,
              Duration.between(
                          Instant.parse(batch.execution().startedAt()),
                          Instant.parse(batch.execution().endedAt()))
                      .toMillis()
                  / 1e3,
              (cpuNanos() - cpu) / 1e9));
    }
    MeasuredPage.write("store-month", told);
  }
}
