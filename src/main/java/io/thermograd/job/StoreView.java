package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.incremental.spark.KeptScan;
import io.thermograd.incremental.spark.ReadFilesTable;
import io.thermograd.job.declaration.Suggestion;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.BatchTable;
import io.thermograd.store.StoreBatch;
import io.thermograd.store.StoreBatchTable;
import io.thermograd.store.StoreReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The tables of a store as a user asks for them, each as one batch left it. */
final class StoreView {
  /** What only the job itself reads. */
  private static final List<String> OWN = List.of(KeptScan.NAME, ReadFilesTable.NAME);

  /** The columns of the history that tell what a batch found and did. */
  static final List<String> HISTORY =
      List.of(
          StoreBatchTable.BATCH,
          BatchTable.STARTED_AT,
          "mode",
          "files_new",
          "files_grown",
          "files_changed",
          "files_removed",
          "bytes_read",
          "runs_analysed",
          "runs",
          "rows_quarantined");

  private final StoreReader reader;
  private final String store;
  private final List<StoreBatch> batches;

  /**
   * A view of the store at {@code path}.
   *
   * @throws UserMistake if no batch is there
   */
  StoreView(SparkSession spark, String path) throws IOException {
    this.reader = new StoreReader(spark, path);
    this.store = path;
    this.batches = reader.batches();
    if (batches.isEmpty()) {
      throw new UserMistake(
          "cannot show " + path,
          "the store has no batch: its first job isn't done",
          "run the job, or wait for it");
    }
  }

  /** The batches that can be read, the oldest first. */
  Dataset<Row> history() {
    return reader.history().sort(col(StoreBatchTable.BATCH));
  }

  /**
   * A table.
   *
   * @param asOf the batch that left it so; null: the last
   * @throws UserMistake if there is no such table or batch
   */
  Dataset<Row> table(String name, @Nullable Long asOf) {
    StoreBatch batch = batch(asOf);
    List<String> tables = new ArrayList<>(batch.versions().keySet());
    tables.removeAll(OWN);
    tables.add(StoreBatchTable.NAME);
    if (!tables.contains(name)) {
      throw new UserMistake(
          name.isEmpty() ? "no table to show" : "cannot show the table " + name,
          name.isEmpty() ? "no table is given" : store + " has no such table",
          Suggestion.remedy(name, tables));
    }
    return name.equals(StoreBatchTable.NAME)
        ? history().filter(col(StoreBatchTable.BATCH).leq(batch.number()))
        : reader.table(name, batch);
  }

  /** The last batch. */
  StoreBatch last() {
    return batches.get(batches.size() - 1);
  }

  private StoreBatch batch(@Nullable Long asOf) {
    StoreBatch last = last();
    if (asOf == null) {
      return last;
    }
    return batches.stream()
        .filter(batch -> batch.number() == asOf && asOf >= last.oldestReadable())
        .findFirst()
        .orElseThrow(
            () ->
                new UserMistake(
                    "cannot show batch " + asOf + " of " + store,
                    "batches " + last.oldestReadable() + " to " + last.number() + " are kept",
                    "give one of these; `show " + store + " --history` lists them"));
  }
}
