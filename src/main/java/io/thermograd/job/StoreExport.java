package io.thermograd.job;

import static org.apache.spark.sql.functions.asc;

import io.thermograd.report.TableText;
import io.thermograd.report.spark.TableRows;
import io.thermograd.store.DeltaStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Copies of a committed batch's tables as CSV files, put in the place of the batch before. */
final class StoreExport {
  private StoreExport() {}

  /** Copies {@code tables}, whole and in the order of their keys. */
  static void write(DeltaStore store, AnalysisTables tables) {
    try {
      tables.all().forEach((name, table) -> write(store, name, table.key()));
      store.publishExports();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DeltaStore store, String name, List<String> key) {
    Column[] order = key.stream().map(column -> asc(column)).toArray(Column[]::new);
    Dataset<Row> sorted = store.table(name).coalesce(1).sortWithinPartitions(order);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(store.export(name + ".csv"), StandardCharsets.UTF_8))) {
      new TableText(List.of(sorted.columns()))
          .writeCsv(TableRows.plain(sorted.toLocalIterator()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
