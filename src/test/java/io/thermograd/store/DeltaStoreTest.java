package io.thermograd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A store shows whole batches only, whatever commit an execution ends at. */
@ExtendWith(LocalSpark.class)
class DeltaStoreTest {
  private static final Holder ME = Holder.ofThisProcess("here", "2026-01-02T03:04:05Z");

  /** Stands for the end of the process: nothing of ours catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final SparkSession spark;
  @TempDir private Path folder = Path.of("");

  DeltaStoreTest(SparkSession spark) {
    this.spark = spark;
  }

  private Path store() {
    return folder.resolve("store");
  }

  private Dataset<Row> rows(String... runs) {
    return spark
        .createDataset(List.of(runs), org.apache.spark.sql.Encoders.STRING())
        .toDF("run")
        .coalesce(1);
  }

  /** A batch that touches one run: one table of each way of writing. */
  private void execute(CommitPoint commitPoint, long number)
      throws IOException, OutputHeldException, NotAnOutputException {
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, commitPoint)) {
      StoreBatch last = store.last();
      if (last == null) {
        for (String table : List.of("added", "replaced", "whole")) {
          store.overwrite(table, rows("0"));
        }
      } else {
        assertThat(number).isEqualTo(last.number() + 1);
        store.replace(
            "replaced",
            RowCondition.isIn("run", List.of("last" + (number - 1), "last" + number)),
            rows("last" + number));
        store.append("added", rows("" + number));
        store.overwrite("whole", store.table("whole").union(rows("" + number)).coalesce(1));
      }
      store.commit(batch(number));
    }
  }

  private static StoreBatch batch(long number) {
    return new StoreBatch(
        number,
        new BatchTable.Batch(
            "job",
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:06Z",
            "1",
            "2",
            "3",
            List.of("input"),
            1,
            2,
            new BatchTable.Counts(1, 2, 2, 0, 0)),
        new StoreBatch.Work(StoreBatch.Mode.INCREMENTAL, 1, 2, 3, 4, 5, 6, 7),
        "reading",
        "analysis",
        DeltaStore.FORMAT_VERSION,
        1,
        0,
        Map.of());
  }

  private Map<String, List<String>> content(StoreBatch batch) {
    StoreReader reader = new StoreReader(spark, store().toString());
    Map<String, List<String>> content = new TreeMap<>();
    for (String table : batch.versions().keySet()) {
      content.put(
          table,
          reader.table(table, batch).collectAsList().stream()
              .map(row -> row.getString(0))
              .sorted()
              .toList());
    }
    return content;
  }

  private List<StoreBatch> batches() throws IOException {
    return new StoreReader(spark, store().toString()).batches();
  }

  private static Map<String, List<String>> expected(long batch) {
    List<String> all = new ArrayList<>(List.of("0"));
    for (long i = 2; i <= batch; i++) {
      all.add("" + i);
    }
    List<String> replaced = batch == 1 ? List.of("0") : List.of("0", "last" + batch);
    return Map.of("added", all, "whole", all, "replaced", replaced);
  }

  /** Each execution leaves what those before it left: the worst that kills in a row can do. */
  @Test
  void anExecutionThatEndsAtAnyCommitLeavesTheLastBatchAndNothingToTripOver() throws Exception {
    int killed = 0;
    for (int at = 1; at < 4; at++) {
      killAt(at, 1);
      killed++;
      assertThat(batches()).isEmpty();
    }
    execute(CommitPoint.NONE, 1);
    execute(CommitPoint.NONE, 2);
    // Put back and replace; put back and append; overwrite: then the batch.
    for (int at = 1; at <= 5; at++) {
      killAt(at, 3);
      killed++;
      assertThat(batches()).hasSize(2);
      assertThat(content(batches().get(1))).isEqualTo(expected(2));
    }
    killAt(6, 3);
    killed++;
    assertThat(batches()).extracting(StoreBatch::number).containsExactly(1L, 2L, 3L);
    for (StoreBatch batch : batches()) {
      assertThat(content(batch)).isEqualTo(expected(batch.number()));
    }
    assertThat(killed).isEqualTo(9);
  }

  private void killAt(int commit, long number) {
    AtomicInteger commits = new AtomicInteger();
    CommitPoint kill =
        table -> {
          if (commits.incrementAndGet() == commit) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> execute(kill, number)).isInstanceOf(Killed.class);
  }

  @Test
  void aBatchReadsBackAsItWasCommittedAndNeedsNoMoreThanTheLowestProtocol() throws Exception {
    execute(CommitPoint.NONE, 1);
    StoreBatch found = batches().get(0);
    assertThat(found.execution()).isEqualTo(batch(1).execution());
    assertThat(found.work()).isEqualTo(batch(1).work());
    assertThat(found.versions()).isEqualTo(Map.of("added", 0L, "replaced", 0L, "whole", 0L));
    assertThat(Files.readString(store().resolve("whole/_delta_log/00000000000000000000.json")))
        .contains("\"minReaderVersion\":1,\"minWriterVersion\":2");
  }

  @Test
  void joiningSmallFilesLeavesEveryBatchAsItWas() throws Exception {
    execute(CommitPoint.NONE, 1);
    for (long batch = 2; batch <= 4; batch++) {
      execute(CommitPoint.NONE, batch);
    }
    StoreReader reader = new StoreReader(spark, store().toString());
    assertThat(reader.files("added", batches().get(3))).hasSize(4);
    CommitPoint kill =
        table -> {
          throw new Killed();
        };
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, kill)) {
      assertThatThrownBy(() -> store.compact("added")).isInstanceOf(Killed.class);
    }
    assertThat(reader.files("added", batches().get(3))).as("no batch names it").hasSize(4);
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      store.append("added", rows("5"));
      store.compact("added");
      store.commit(batch(5));
      store.vacuum(1);
    }
    assertThat(reader.files("added", batches().get(4))).hasSize(1);
    assertThat(content(batches().get(4)).get("added")).isEqualTo(expected(5).get("added"));
    for (StoreBatch batch : batches().subList(0, 4)) {
      assertThat(content(batch)).isEqualTo(expected(batch.number()));
    }
  }

  @Test
  void aTableOfFewFilesIsFoundWithoutASparkJobWhateverTheStoreIsCalled() throws Exception {
    Path named = Files.createDirectory(folder.resolve("of [a] {b,c} d%20é?*")).resolve("store");
    try (DeltaStore store = DeltaStore.open(spark, named.toString(), ME, CommitPoint.NONE)) {
      store.overwrite("whole", rows("0"));
      store.overwrite("empty", rows());
      store.commit(batch(1));
      spark.sparkContext().setJobGroup("named", "a table is found", false);
      Dataset<Row> whole = store.table("whole");
      Dataset<Row> empty = store.table("empty");
      spark.sparkContext().clearJobGroup();
      spark.sparkContext().listenerBus().waitUntilEmpty();
      assertThat(spark.sparkContext().statusTracker().getJobIdsForGroup("named")).isEmpty();
      assertThat(whole.collectAsList()).extracting(row -> row.getString(0)).containsExactly("0");
      assertThat(empty.schema()).isEqualTo(whole.schema());
      assertThat(empty.collectAsList()).isEmpty();
    }
  }

  @Test
  void aTableOfManyFilesIsReadByDeltasStatistics() throws Exception {
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      store.overwrite("many", spark.range(0, 40, 1, 40).toDF());
      store.overwrite("many", spark.range(0, 50, 1, 50).toDF());
      store.commit(batch(1));
      assertThat(store.table("many").count()).isEqualTo(50);
      assertThat(store.table("many").filter("id = 7").javaRDD().getNumPartitions()).isEqualTo(1);
    }
  }

  @Test
  void whatFollowsABatchIsSaidToBeMadeOnlyOfThatBatch() throws Exception {
    execute(CommitPoint.NONE, 1);
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      assertThat(store.isFollowed()).isFalse();
      store.followed();
      assertThat(store.isFollowed()).isTrue();
    }
    execute(CommitPoint.NONE, 2);
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      assertThat(store.isFollowed()).isFalse();
    }
  }

  @Test
  void vacuumSparesWhatIsYoungerThanTheOldestKeptBatch() throws Exception {
    execute(CommitPoint.NONE, 1);
    execute(CommitPoint.NONE, 2);
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      store.vacuum(1);
    }
    for (StoreBatch batch : batches()) {
      assertThat(content(batch)).isEqualTo(expected(batch.number()));
    }
    try (DeltaStore store = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      store.vacuum(0);
    }
    assertThat(content(batches().get(1))).isEqualTo(expected(2));
    assertThatThrownBy(() -> content(batches().get(0)))
        .as("the first batch's files are gone")
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("a data file of version");
  }

  @Test
  void aTableWhoseLogIsGoneIsToldByItsName() throws Exception {
    execute(CommitPoint.NONE, 1);
    StoreBatch batch = batches().get(0);
    String name = batch.versions().keySet().iterator().next();
    FileUtil.fullyDelete(store().resolve(name).resolve("_delta_log").toFile());
    assertThatThrownBy(() -> content(batch))
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("of the table")
        .hasMessageContaining(name);
  }

  @Test
  void twoAtOnceAndFoldersThatAreNoStoresAreRefused() throws Exception {
    try (DeltaStore held = DeltaStore.open(spark, store().toString(), ME, CommitPoint.NONE)) {
      assertThat(held.last()).isNull();
      assertThatThrownBy(() -> execute(CommitPoint.NONE, 1))
          .isInstanceOf(OutputHeldException.class)
          .hasMessageContaining(
              "held by process " + ME.pid() + " on here since 2026-01-02T03:04:05Z")
          .hasMessageContaining(".store.claim");
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> DeltaStore.open(spark, other.toString(), ME, CommitPoint.NONE))
        .isInstanceOf(NotAnOutputException.class);
  }

  @Test
  void aClaimWhoseProcessIdWasGivenOutAgainIsTakenOver() throws Exception {
    Files.writeString(
        folder.resolve(".store.claim"),
        "here\n" + ME.pid() + "\n2025-01-02T03:04:05Z\n2025-01-01T00:00:00Z\n");
    execute(CommitPoint.NONE, 1);
    assertThat(batches()).hasSize(1);
  }
}
