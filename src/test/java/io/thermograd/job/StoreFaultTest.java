package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.store.StoreBatch;
import io.thermograd.testing.FaultFileSystem;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever fails in a night, the last good batch stays and the next night makes up for it. */
@ExtendWith(LocalSpark.class)
class StoreFaultTest {
  private static final System.Logger LOG = System.getLogger("store");
  private static final int EPOCHS = 20;

  @TempDir private Path folder = Path.of("");
  private String limit = "";

  @AfterEach
  void mend() {
    FaultFileSystem.mend();
  }

  private JobTrial night() throws IOException {
    return run("store", "{path: \"fault:%s/store\", format: delta}".formatted(folder));
  }

  private JobTrial run(String name, String output) throws IOException {
    return JobTrial.run(
        folder.resolve(name),
        """
        job: analyze
        input: [{path: "fault:%s/traces", format: jsonl}]
        output: %s
        report: {html: false}
        %s
        """
            .formatted(folder, output, limit));
  }

  private StoreBatch last() throws IOException {
    return new JobTrial(0, "", "", folder.resolve("store")).lastBatch();
  }

  private List<Row> stored(String table) throws IOException {
    return new JobTrial(0, "", "", folder.resolve("store")).stored(table);
  }

  private void write(String name, List<String> lines) throws IOException {
    Path traces = Files.createDirectories(folder.resolve("traces"));
    Files.writeString(traces.resolve(name + ".jsonl"), String.join("", lines));
  }

  private void assertTablesAreThoseOfAFullRun() throws IOException {
    JobTrial full = run("full", "{path: \"%s/full\"}".formatted(folder));
    assertThat(full.exitCode()).as(full.err()).isZero();
    assertThat(
            TableComparison.differences(
                TableComparison.byKey(full::table),
                TableComparison.byKey(new JobTrial(0, "", "", folder.resolve("store")).stored()),
                Set.of()))
        .isEmpty();
  }

  @Test
  void faultsOfDisksTasksAndFilesLeaveTheLastBatchAndAreMadeUpFor() throws IOException {
    write("first", SimulatedRuns.lines("first", 101, EPOCHS));
    assertThat(night().exitCode()).isZero();
    List<Row> before = stored("layer_epoch");
    write("second", SimulatedRuns.lines("second", 202, EPOCHS));

    List<Long> rooms = List.of(0L, 30_000L, 90_000L);
    for (long room : rooms) {
      FaultFileSystem.room(room);
      JobTrial full = night();
      FaultFileSystem.mend();
      assertThat(full.exitCode()).as(full.err()).isEqualTo(6);
      assertThat(full.err()).contains("No space left on device", "remedy").doesNotContain("\tat ");
      assertThat(last().number()).isEqualTo(1);
      assertThat(stored("layer_epoch")).containsExactlyInAnyOrderElementsOf(before);
    }

    AtomicInteger openings = new AtomicInteger();
    FaultFileSystem.whenOpened(
        "second.jsonl",
        path -> {
          if (openings.incrementAndGet() > 1) {
            throw new IllegalStateException("an executor breaks");
          }
        });
    assertThat(night().exitCode()).isEqualTo(1);
    assertThat(last().number()).isEqualTo(1);

    FaultFileSystem.whenOpened(
        "second.jsonl",
        path -> {
          throw new AccessControlException("Permission denied: " + path);
        });
    assertThat(night().exitCode()).isZero();
    assertThat(stored("quarantine"))
        .singleElement()
        .satisfies(row -> assertThat(row.toString()).contains("UNREADABLE", "Permission denied"));
    assertThat(last().execution().counts().runs()).isEqualTo(1);

    // Listed whole, read half: what is there is used, and the night after sees that it changed.
    write("third", SimulatedRuns.lines("third", 303, EPOCHS));
    Path third = folder.resolve("traces/third.jsonl");
    long half = Files.size(third) / 2;
    FaultFileSystem.mend();
    FaultFileSystem.whenOpened("third.jsonl", path -> cut(path, half));
    assertThat(night().exitCode()).isZero();
    assertThat(last().work().filesChanged()).as("the file that was denied").isEqualTo(1);
    assertThat(last().execution().counts().runs()).isEqualTo(3);

    FaultFileSystem.mend();
    assertThat(night().exitCode()).isZero();
    assertThat(last().work().filesChanged()).as("the file that shrank").isEqualTo(1);
    assertTablesAreThoseOfAFullRun();
    LOG.log(
        System.Logger.Level.INFO,
        "{0} nights on full disks, 1 failed task, 1 denied file, 1 shrinking file: {1} batches",
        rooms.size(),
        last().number());
  }

  private static void cut(String path, long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
      file.setLength(length);
    }
  }

  @Test
  void onePoisonedRunInAThousandIsOneRowAndALimitRefusesIt() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int run = 1; run < 1_000; run++) {
      for (int step = 0; step < 6; step++) {
        lines.add(
            "{\"run\":\"r%d\",\"epoch\":%d,\"step\":%d,\"loss\":%s}\n"
                .formatted(run, step / 2, step, 1.0 / (1 + step + run)));
      }
    }
    write("good", lines);
    assertThat(night().exitCode()).isZero();
    assertThat(stored("runs")).hasSize(999);

    write(
        "poison",
        List.of(
            "{\"run\":\"poison\",\"epoch\":0,\"step\":0,\"loss\":1e308}\n",
            "{\"run\":\"poison\",\"epoch\":0,\"step\":1,\"loss\":-1e308,\"layer\":\"w\",\"grad\":[3e38,-3e38]}\n",
            "{\"run\":\"poison\",\"epoch\":0,\"step\":2,\"loss\":\"NaN\",\"layer\":\"w\",\"grad\":[1e39,0]}\n",
            "{\"run\":\"poison\",\"epoch\":-1,\"step\":3,\"loss\":1}\n",
            "{\"run\":\"poison\",\"epoch\":0,\"step\":9223372036854775807,\"loss\":1}\n",
            "{\"run\":\"poison\",\"step\":\n",
            "\0\0\0\n"));
    limit = "quarantine: {max_share: 0}";
    JobTrial refused = night();
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(last().number()).isEqualTo(1);
    assertThat(stored("runs")).hasSize(999);

    limit = "";
    JobTrial told = night();
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(last().work().runsAnalysed()).isEqualTo(1);
    Map<Boolean, Long> runs =
        stored("runs").stream()
            .collect(
                java.util.stream.Collectors.partitioningBy(
                    row -> row.getAs("run").equals("poison"),
                    java.util.stream.Collectors.counting()));
    assertThat(runs).containsEntry(true, 1L).containsEntry(false, 999L);
    long quarantined = last().execution().counts().quarantined();
    assertThat(quarantined).isPositive().isEqualTo(stored("quarantine").size());
    LOG.log(
        System.Logger.Level.INFO,
        "1 of 1,000 runs poisoned: {0} rows of runs, {1} of 7 lines quarantined",
        stored("runs").size(),
        quarantined);
  }
}
