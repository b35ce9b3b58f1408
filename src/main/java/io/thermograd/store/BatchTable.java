package io.thermograd.store;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The {@code batches} table: a row per execution of a job. */
public final class BatchTable {
  /** The table's name. */
  public static final String NAME = "batches";

  public static final String STARTED_AT = "started_at";

  /** The columns; times are ISO-8601 in UTC. */
  public static final StructType SCHEMA =
      new StructType()
          .add("job", DataTypes.StringType, false)
          .add(STARTED_AT, DataTypes.StringType, false)
          .add("ended_at", DataTypes.StringType, false)
          .add("program_version", DataTypes.StringType, false)
          .add("spark_version", DataTypes.StringType, false)
          .add("declaration_hash", DataTypes.StringType, false)
          .add("inputs", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("input_files", DataTypes.LongType, false)
          .add("input_bytes", DataTypes.LongType, false)
          .add("runs", DataTypes.LongType, false)
          .add("rows_read", DataTypes.LongType, false)
          .add("rows_used", DataTypes.LongType, false)
          .add("rows_superseded", DataTypes.LongType, false)
          .add("rows_quarantined", DataTypes.LongType, false);

  private BatchTable() {}

  /** Writes one execution as a row of {@link #SCHEMA}. */
  public static Row toRow(Batch batch) {
    return RowFactory.create(
        batch.job(),
        batch.startedAt(),
        batch.endedAt(),
        batch.programVersion(),
        batch.sparkVersion(),
        batch.declarationHash(),
        batch.inputs().toArray(String[]::new),
        batch.inputFiles(),
        batch.inputBytes(),
        batch.counts().runs(),
        batch.counts().read(),
        batch.counts().used(),
        batch.counts().superseded(),
        batch.counts().quarantined());
  }

  static Batch fromRow(Row row) {
    return new Batch(
        row.getAs("job"),
        row.getAs(STARTED_AT),
        row.getAs("ended_at"),
        row.getAs("program_version"),
        row.getAs("spark_version"),
        row.getAs("declaration_hash"),
        row.getList(row.fieldIndex("inputs")),
        row.<Long>getAs("input_files"),
        row.<Long>getAs("input_bytes"),
        new Counts(
            row.<Long>getAs("runs"),
            row.<Long>getAs("rows_read"),
            row.<Long>getAs("rows_used"),
            row.<Long>getAs("rows_superseded"),
            row.<Long>getAs("rows_quarantined")));
  }

  /**
   * One execution.
   *
   * @param job its name
   * @param startedAt ISO-8601, UTC
   * @param endedAt ISO-8601, UTC
   * @param programVersion of this program
   * @param sparkVersion of Spark
   * @param declarationHash SHA-256 of the declaration after overrides
   * @param inputs paths as declared
   * @param inputFiles files they stand for
   * @param inputBytes their stored size
   * @param counts of runs and records
   */
  public record Batch(
      String job,
      String startedAt,
      String endedAt,
      String programVersion,
      String sparkVersion,
      String declarationHash,
      List<String> inputs,
      long inputFiles,
      long inputBytes,
      Counts counts) {
    public Batch {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * What became of the records: {@code read = used + superseded + quarantined}.
   *
   * @param runs runs seen
   * @param read records and faults, those that name no run included
   * @param used records behind the results
   * @param superseded records that a later session or a repeat replaced
   * @param quarantined rejected records and faults
   */
  public record Counts(long runs, long read, long used, long superseded, long quarantined) {
    public Counts {
      if (read != used + superseded + quarantined) {
        throw new IllegalArgumentException(
            "Counts don't add up: "
                + read
                + " read, "
                + used
                + " used, "
                + superseded
                + " superseded, "
                + quarantined
                + " quarantined");
      }
    }
  }
}
