package io.thermograd.incremental.spark;

import io.thermograd.incremental.ContentMark;
import io.thermograd.incremental.ReadFile;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code state_files} of a store: a row per file that was read. */
public final class ReadFilesTable {
  /** The table's name. */
  public static final String NAME = "state_files";

  public static final StructType SCHEMA =
      new StructType()
          .add("rule", DataTypes.StringType, false)
          .add("path", DataTypes.StringType, false)
          .add("length", DataTypes.LongType, false)
          .add("modified_millis", DataTypes.LongType, false)
          .add("settled", DataTypes.LongType, false)
          .add("head_sha256", DataTypes.StringType, false)
          .add("tail_sha256", DataTypes.StringType, false)
          .add("first_batch", DataTypes.LongType, false)
          .add("last_batch", DataTypes.LongType, false)
          .add("completeness", DataTypes.StringType, false)
          .add("runs", DataTypes.createArrayType(DataTypes.StringType, false), false);

  private ReadFilesTable() {}

  /** The rows of some files. */
  public static Dataset<Row> toRows(SparkSession spark, List<ReadFile> files) {
    return spark.createDataFrame(files.stream().map(ReadFilesTable::toRow).toList(), SCHEMA);
  }

  /** The files that the rows tell of. */
  public static List<ReadFile> fromRows(Dataset<Row> rows) {
    return rows
        .select(
            Arrays.stream(SCHEMA.fieldNames())
                .map(functions::col)
                .toArray(org.apache.spark.sql.Column[]::new))
        .collectAsList()
        .stream()
        .map(ReadFilesTable::fromRow)
        .toList();
  }

  private static Row toRow(ReadFile file) {
    return RowFactory.create(
        file.rule(),
        file.path(),
        file.length(),
        file.modifiedMillis(),
        file.mark().settled(),
        file.mark().head(),
        file.mark().tail(),
        file.firstBatch(),
        file.lastBatch(),
        file.completeness().name(),
        file.runs().toArray(String[]::new));
  }

  private static ReadFile fromRow(Row row) {
    return new ReadFile(
        row.getString(0),
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        new ContentMark(row.getLong(4), row.getString(5), row.getString(6)),
        row.getLong(7),
        row.getLong(8),
        ReadFile.Completeness.valueOf(row.getString(9)),
        row.getList(10));
  }
}
