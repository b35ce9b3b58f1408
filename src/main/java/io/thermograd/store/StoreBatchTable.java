package io.thermograd.store;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The table {@code batches} of a store: a row per batch, written last of all. It names the version
 * of every table, so whoever reads the tables through it sees all of a batch or nothing.
 */
public final class StoreBatchTable {
  /** The table's name. */
  public static final String NAME = BatchTable.NAME;

  /** The batch's number. */
  public static final String BATCH = "batch";

  /** The versions of the tables. */
  public static final String VERSIONS = "versions";

  /** The first batch whose tables are kept. */
  public static final String OLDEST_READABLE = "oldest_readable";

  public static final StructType SCHEMA = schema();

  private static final int OF_EXECUTION = BatchTable.SCHEMA.length();

  private StoreBatchTable() {}

  private static StructType schema() {
    StructType schema = new StructType().add(BATCH, DataTypes.LongType, false);
    for (StructField field : BatchTable.SCHEMA.fields()) {
      schema = schema.add(field);
    }
    return schema
        .add("mode", DataTypes.StringType, false)
        .add("files_new", DataTypes.LongType, false)
        .add("files_grown", DataTypes.LongType, false)
        .add("files_changed", DataTypes.LongType, false)
        .add("files_removed", DataTypes.LongType, false)
        .add("files_reread", DataTypes.LongType, false)
        .add("bytes_read", DataTypes.LongType, false)
        .add("runs_analysed", DataTypes.LongType, false)
        .add("reading", DataTypes.StringType, false)
        .add("analysis", DataTypes.StringType, false)
        .add("format_version", DataTypes.IntegerType, false)
        .add(OLDEST_READABLE, DataTypes.LongType, false)
        .add("scan_parts", DataTypes.IntegerType, false)
        .add(
            VERSIONS,
            DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false),
            false);
  }

  static Row toRow(StoreBatch batch) {
    Row execution = BatchTable.toRow(batch.execution());
    Object[] values = new Object[SCHEMA.length()];
    values[0] = batch.number();
    for (int i = 0; i < OF_EXECUTION; i++) {
      values[1 + i] = execution.get(i);
    }
    StoreBatch.Work work = batch.work();
    Object[] rest = {
      work.mode().name(),
      work.filesNew(),
      work.filesGrown(),
      work.filesChanged(),
      work.filesRemoved(),
      work.filesReread(),
      work.bytesRead(),
      work.runsAnalysed(),
      batch.reading(),
      batch.analysis(),
      batch.formatVersion(),
      batch.oldestReadable(),
      batch.scanParts(),
      batch.versions()
    };
    System.arraycopy(rest, 0, values, 1 + OF_EXECUTION, rest.length);
    return RowFactory.create(values);
  }

  /** The batch that a row tells of. */
  public static StoreBatch fromRow(Row row) {
    return new StoreBatch(
        row.<Long>getAs(BATCH),
        BatchTable.fromRow(row),
        new StoreBatch.Work(
            StoreBatch.Mode.valueOf(row.getAs("mode")),
            row.<Long>getAs("files_new"),
            row.<Long>getAs("files_grown"),
            row.<Long>getAs("files_changed"),
            row.<Long>getAs("files_removed"),
            row.<Long>getAs("files_reread"),
            row.<Long>getAs("bytes_read"),
            row.<Long>getAs("runs_analysed")),
        row.getAs("reading"),
        row.getAs("analysis"),
        row.<Integer>getAs("format_version"),
        row.<Long>getAs(OLDEST_READABLE),
        row.<Integer>getAs("scan_parts"),
        versions(row));
  }

  private static Map<String, Long> versions(Row row) {
    return row.getJavaMap(row.fieldIndex(VERSIONS));
  }

  static List<String> columns() {
    return List.of(SCHEMA.fieldNames());
  }
}
