package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.incremental.spark.KeptScan;
import io.thermograd.store.CommitPoint;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.Holder;
import io.thermograd.store.StoreBatch;
import io.thermograd.store.StoreReader;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a store keeps, lets go, builds anew and refuses. */
@ExtendWith(LocalSpark.class)
class StoreKeepingTest {
  private final SparkSession spark;
  @TempDir private Path folder = Path.of("");

  StoreKeepingTest(SparkSession spark) {
    this.spark = spark;
  }

  private Path store() {
    return folder.resolve("store");
  }

  private JobTrial job(Path output, String declared, String... options) throws IOException {
    return JobTrial.run(
        output,
        """
        job: analyze
        input: [{path: "%s/traces", format: jsonl}]
        output: {path: "%s", %s
        """
            .formatted(folder, output, declared),
        options);
  }

  private StoreBatch night(String... options) throws IOException {
    JobTrial job = job(store(), "format: delta, export: csv}\nstore: {keep_batches: 4}", options);
    assertThat(job.exitCode()).as(job.err()).isZero();
    return job.lastBatch();
  }

  private void append(String text) throws IOException {
    Files.writeString(
        folder.resolve("traces/grown.jsonl"),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void assertTablesAreThoseOfAFullRun() throws IOException {
    Path output = folder.resolve("full");
    JobTrial full = job(output, "}\nreport: {html: false}");
    assertThat(full.exitCode()).as(full.err()).isZero();
    assertThat(
            TableComparison.differences(
                TableComparison.byKey(full::table),
                TableComparison.byKey(new JobTrial(0, "", "", store()).stored()),
                Set.of()))
        .isEmpty();
  }

  /** A batch like the last one, as another version of the program or other nights left it. */
  private void forge(int formatVersion, int scanParts) throws Exception {
    Holder me = Holder.ofThisProcess("here", "2026-01-02T03:04:05Z");
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), me, CommitPoint.NONE)) {
      StoreBatch last = store.batches().get(store.batches().size() - 1);
      store.commit(
          new StoreBatch(
              last.number() + 1,
              last.execution(),
              last.work(),
              last.reading(),
              last.analysis(),
              formatVersion,
              last.oldestReadable(),
              scanParts,
              Map.of()));
    }
  }

  @Test
  void aStoreIsKeptForManyNights() throws Exception {
    Files.createDirectories(folder.resolve("traces"));
    List<String> lines = SimulatedRuns.lines("grown", 101, 20);
    append(String.join("", lines.subList(0, 200)) + lines.get(200).substring(0, 9));
    assertThat(night().number()).isEqualTo(1);
    assertThat(Files.readString(store().resolve("report.html"))).contains("\"grown\"");

    // The unfinished line was kept, too, and is void from the night on that completes it.
    forge(DeltaStore.FORMAT_VERSION, 16);
    append(lines.get(200).substring(9) + String.join("", lines.subList(201, 300)));
    StoreBatch compacted = night();
    assertThat(compacted.scanParts()).isZero();
    StoreReader reader = new StoreReader(spark, store().toString());
    assertThat(reader.files(KeptScan.NAME, compacted)).hasSize(1);
    assertThat(reader.table(KeptScan.NAME, compacted).filter("part = 'TAIL'").count()).isZero();
    assertTablesAreThoseOfAFullRun();

    // A job that was killed behind its commit leaves the copies and the page to the next.
    Path copy = store().resolve("export/runs.csv");
    Path page = store().resolve("report.html");
    String rows = Files.readString(copy);
    Files.writeString(copy, "of a batch before");
    Files.writeString(page, "of a batch before");
    assertThat(night().work().runsAnalysed()).isZero();
    assertThat(copy).as("nothing is new").hasContent("of a batch before");
    Files.writeString(store().resolve("_thermograd_store"), "1");
    assertThat(night().work().runsAnalysed()).isZero();
    assertThat(copy).hasContent(rows);
    assertThat(Files.readString(page)).contains("\"grown\"");

    // Neither length nor time nor an end tells of this change: --full does.
    Path file = folder.resolve("traces/grown.jsonl");
    FileTime time = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"loss\":(\\d)", "\"loss\":9"));
    Files.setLastModifiedTime(file, time);
    assertThat(night().work().bytesRead()).isZero();
    StoreBatch full = night("--full");
    assertThat(full.work().mode()).isEqualTo(StoreBatch.Mode.FULL);
    assertTablesAreThoseOfAFullRun();

    forge(DeltaStore.FORMAT_VERSION - 1, 0);
    JobTrial older = job(store(), "format: delta}\nstore: {keep_batches: 4}");
    assertThat(older.exitCode()).as(older.err()).isZero();
    assertThat(older.out()).contains("anew: the store's format is older");
    assertThat(older.lastBatch().work().mode()).isEqualTo(StoreBatch.Mode.FULL);

    assertThat(older.lastBatch().number()).isEqualTo(9);
    assertThat(older.lastBatch().oldestReadable())
        .as("4 batches are kept, and let go of when there is a quarter more")
        .isEqualTo(6);
    assertThat(older.out()).doesNotContain("Deleted");
    assertThat(show("--as-of", "6").out()).contains("grown");
    assertThat(show("--as-of", "5").exitCode()).isEqualTo(2);
    assertThat(show("--as-of", "5").err()).contains("batches 6 to 9 are kept");
    assertThat(show("--history").out()).contains("INCREMENTAL", "FULL").doesNotContain("versions");
    assertThat(show("--history", "--format", "csv").out()).contains("versions");

    forge(DeltaStore.FORMAT_VERSION + 1, 0);
    JobTrial newer = job(store(), "format: delta}");
    assertThat(newer.exitCode()).isEqualTo(2);
    assertThat(newer.err())
        .contains(
            "its format is %d, this program's %d"
                .formatted(DeltaStore.FORMAT_VERSION + 1, DeltaStore.FORMAT_VERSION),
            "run the version of Thermograd");
  }

  private JobTrial show(String... options) {
    List<String> line = new java.util.ArrayList<>(List.of("show", store().toString()));
    if (!options[0].equals("--history")) {
      line.add("runs");
    }
    line.addAll(List.of(options));
    return JobTrial.execute(line.toArray(String[]::new));
  }

  @Test
  void anotherJobOnTheStoreEndsWithFourAndNamesTheHolder() throws Exception {
    Files.createDirectories(folder.resolve("traces"));
    append(String.join("", SimulatedRuns.lines("grown", 101, 5)));
    Holder me = Holder.ofThisProcess("here", "2026-01-02T03:04:05Z");
    try (DeltaStore held = DeltaStore.open(spark, store().toString(), me, CommitPoint.NONE)) {
      assertThat(held.last()).isNull();
      JobTrial second = job(store(), "format: delta}");
      assertThat(second.exitCode()).isEqualTo(4);
      assertThat(second.err())
          .contains("held by process " + me.pid() + " on here since 2026-01-02T03:04:05Z");
    }
  }
}
