package io.thermograd.trace.spark;

import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.ScalarBlock;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What resolving the sessions of all runs yields, in one dataset: the steps, and beside them which
 * groups of gradient rows lost rows, which rows those are, ragged rows, and the counts of each run.
 */
public final class ResolvedTable {
  /** Columns of a group of gradient rows that lost some or all of its rows; LAYER is the first. */
  public static final String LAYER = "layer";

  public static final String EPOCH = "epoch";
  public static final String SEGMENT = "segment";
  public static final String DIMENSION = "dimension";
  public static final String KEPT = "kept";
  public static final String SUPERSEDED = "superseded";
  public static final String PATHS = "paths";
  public static final String POSITION = "position";
  public static final String PATH = "path";

  /** Columns of a run's counts of records. */
  public static final String READ = "rows_read";

  public static final String USED = "rows_used";
  public static final String ROWS_SUPERSEDED = "rows_superseded";
  public static final String RAGGED = "rows_ragged";

  private static final String GROUP = "group_of_rows";
  private static final String LOST = "lost_row";
  private static final String REJECTED = "rejected";
  private static final String COUNTS = "counts";

  private static final StructType GROUP_SCHEMA =
      new StructType()
          .add(StepTable.RUN, DataTypes.StringType, false)
          .add(LAYER, DataTypes.StringType, false)
          .add(EPOCH, DataTypes.IntegerType, false)
          .add(PATH, DataTypes.StringType, false)
          .add(SEGMENT, DataTypes.LongType, false)
          .add(DIMENSION, DataTypes.IntegerType, false)
          .add(KEPT, DataTypes.LongType, false)
          .add(SUPERSEDED, DataTypes.LongType, false)
          .add(PATHS, DataTypes.createArrayType(DataTypes.StringType, false), false);

  private static final StructType LOST_SCHEMA =
      new StructType()
          .add(PATH, DataTypes.StringType, false)
          .add(POSITION, DataTypes.LongType, false)
          .add(LAYER, DataTypes.StringType, false);

  private static final StructType COUNTS_SCHEMA =
      new StructType()
          .add(StepTable.RUN, DataTypes.StringType, false)
          .add(READ, DataTypes.LongType, false)
          .add(USED, DataTypes.LongType, false)
          .add(ROWS_SUPERSEDED, DataTypes.LongType, false)
          .add(RAGGED, DataTypes.LongType, false);

  public static final StructType SCHEMA = schema();

  private ResolvedTable() {}

  static Row steps(String run, ScalarBlock steps) {
    return RowFactory.create(Arrays.copyOf(StepTable.values(run, steps), SCHEMA.length()));
  }

  static Row group(Row group) {
    return only(GROUP, group);
  }

  static Row lost(String path, long position, String layer) {
    return only(LOST, RowFactory.create(path, position, layer));
  }

  static Row ragged(Rejected rejected) {
    if (rejected.reason() != RejectReason.RAGGED_GRADIENT) {
      throw new IllegalArgumentException("not ragged: " + rejected.reason());
    }
    return only(REJECTED, RowFactory.create(QuarantineTable.values(rejected)));
  }

  static Row counts(String run, long read, long used, long superseded, long ragged) {
    return only(COUNTS, RowFactory.create(run, read, used, superseded, ragged));
  }

  /** The steps, by {@link StepTable}'s schema. */
  public static Dataset<Row> steps(Dataset<Row> resolved) {
    return resolved
        .filter(functions.col(StepTable.FIRST_STEP).isNotNull())
        .select(
            Arrays.stream(StepTable.SCHEMA.fieldNames())
                .map(functions::col)
                .toArray(Column[]::new));
  }

  /** The groups of gradient rows that lost rows. */
  public static Dataset<Row> groups(Dataset<Row> resolved) {
    return nested(resolved, GROUP);
  }

  /** Path, position and layer of each gradient row that was superseded or is ragged. */
  public static Dataset<Row> lostRows(Dataset<Row> resolved) {
    return nested(resolved, LOST);
  }

  /** Ragged rows, by {@link QuarantineTable}'s schema. */
  public static Dataset<Row> quarantine(Dataset<Row> resolved) {
    return nested(resolved, REJECTED);
  }

  /** The counts of records of each run. */
  public static Dataset<Row> counts(Dataset<Row> resolved) {
    return nested(resolved, COUNTS);
  }

  private static Dataset<Row> nested(Dataset<Row> resolved, String column) {
    return resolved.filter(functions.col(column).isNotNull()).select(column + ".*");
  }

  private static Row only(String column, Row value) {
    @Nullable Object[] values = new @Nullable Object[SCHEMA.length()];
    values[SCHEMA.fieldIndex(column)] = value;
    return RowFactory.create(values);
  }

  private static StructType schema() {
    StructType schema = new StructType();
    for (StructField field : StepTable.SCHEMA.fields()) {
      schema = schema.add(field.name(), field.dataType(), true);
    }
    return schema
        .add(GROUP, GROUP_SCHEMA, true)
        .add(LOST, LOST_SCHEMA, true)
        .add(REJECTED, QuarantineTable.SCHEMA, true)
        .add(COUNTS, COUNTS_SCHEMA, true);
  }
}
