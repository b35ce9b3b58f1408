package io.thermograd.trace.spark;

import io.thermograd.trace.RecordKind;
import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.Series;
import io.thermograd.trace.SessionRule;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Records without their vectors: what the sessions, the counts and the loss series need. A row is a
 * block of records of one series of a run, with what the sessions must know of it before they read
 * it; never written to an output.
 */
public final class RecordTable {
  public static final String RUN = "run";
  public static final String KIND = "kind";

  /** Empty in a loss row. */
  public static final String LAYER = "layer";

  public static final String REPLICA = "replica";
  public static final String PATH = "path";

  /** {@link SessionRule#APPEND_ONLY} or not. */
  public static final String ORDERED = "ordered";

  /** Position of the first record of the stretch without a drop in step; 0 in unordered input. */
  public static final String SEGMENT = "segment";

  /** Logged coordinates of the gradients; 0 without. */
  public static final String DIMENSION = "dimension";

  public static final String ROWS = "rows";
  public static final String FIRST_POSITION = "first_position";
  public static final String MIN_STEP = "min_step";
  public static final String MAX_STEP = "max_step";
  public static final String FIRST_LOGGED_AT = "first_logged_at";

  /** The bytes of a {@link ScalarBlock}. */
  public static final String RECORDS = "records";

  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(KIND, DataTypes.StringType, false)
          .add(LAYER, DataTypes.StringType, false)
          .add(REPLICA, DataTypes.IntegerType, true)
          .add(PATH, DataTypes.StringType, false)
          .add(ORDERED, DataTypes.BooleanType, false)
          .add(SEGMENT, DataTypes.LongType, false)
          .add(DIMENSION, DataTypes.IntegerType, false)
          .add(ROWS, DataTypes.LongType, false)
          .add(FIRST_POSITION, DataTypes.LongType, false)
          .add(MIN_STEP, DataTypes.LongType, false)
          .add(MAX_STEP, DataTypes.LongType, false)
          .add(FIRST_LOGGED_AT, DataTypes.LongType, true)
          .add(RECORDS, DataTypes.BinaryType, false);

  private RecordTable() {}

  /** The values of a row, in the schema's order; the block's records were added in file order. */
  public static @Nullable Object[] values(String run, Series series, ScalarBlock block) {
    return new @Nullable Object[] {
      run,
      series.kind().name(),
      series.layer(),
      series.replica(),
      series.path(),
      series.isOrdered(),
      series.segment(),
      series.dimension(),
      (long) block.size(),
      block.first().position(),
      block.minStep(),
      block.maxStep(),
      block.first().loggedAtMicros(),
      block.toBytes()
    };
  }

  static Series series(Row row) {
    return new Series(
        RecordKind.valueOf(row.getAs(KIND)),
        row.getAs(LAYER),
        row.<Integer>getAs(REPLICA),
        row.getAs(PATH),
        row.<Boolean>getAs(ORDERED) ? SessionRule.APPEND_ONLY : SessionRule.NONE,
        row.<Long>getAs(SEGMENT),
        row.<Integer>getAs(DIMENSION));
  }
}
