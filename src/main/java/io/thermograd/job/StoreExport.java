package io.thermograd.job;

import io.thermograd.store.DeltaStore;
import io.thermograd.store.StoreBatchTable;
import java.io.IOException;
import java.util.List;

/** Copies of a committed batch's tables as CSV files, put in the place of the batch before. */
final class StoreExport {
  private StoreExport() {}

  /** Copies the tables of the last batch, whole and in the order of their keys. */
  static void write(DeltaStore store) throws IOException {
    AnalysisTables.KEYS.forEach(
        (name, key) -> CsvCopy.write(name, store.table(name), key, store.stagedExport()));
    CsvCopy.write(
        StoreBatchTable.NAME,
        store.history(),
        List.of(StoreBatchTable.BATCH),
        store.stagedExport());
    store.publishExports();
  }
}
