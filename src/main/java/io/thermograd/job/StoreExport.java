package io.thermograd.job;

import io.thermograd.store.DeltaStore;
import io.thermograd.store.StoreBatchTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Copies of a committed batch's tables as CSV files, put in the place of the batch before. */
final class StoreExport {
  private StoreExport() {}

  /** Copies the tables of the last batch, whole and in the order of their keys. */
  static void write(SparkSession spark, DeltaStore store) throws IOException {
    Map<String, AnalysisTables.Table> tables = new LinkedHashMap<>();
    AnalysisTables.KEYS.forEach(
        (name, key) -> tables.put(name, new AnalysisTables.Table(store.table(name), key)));
    tables.put(
        StoreBatchTable.NAME,
        new AnalysisTables.Table(store.history(), List.of(StoreBatchTable.BATCH)));
    CsvCopy.write(spark, tables, store.stagedExport());
    store.publishExports();
  }
}
