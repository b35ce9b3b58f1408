package io.thermograd.trace.spark;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the sessions need of a stretch of a file: a row per (run, kind, layer, replica, stretch,
 * gradient length); never an output.
 */
final class StretchTable {
  static final String ROWS = "rows";
  static final String FIRST_POSITION = "first_position";
  static final String LAST_POSITION = "last_position";
  static final String FIRST_STEP = "first_step";
  static final String LAST_STEP = "last_step";
  static final String MIN_STEP = "min_step";
  static final String MAX_STEP = "max_step";
  static final String FIRST_LOGGED_AT = "first_logged_at";

  static final StructType SCHEMA =
      new StructType()
          .add(RecordTable.RUN, DataTypes.StringType, true)
          .add(RecordTable.KIND, DataTypes.StringType, true)
          .add(RecordTable.LAYER, DataTypes.StringType, true)
          .add(RecordTable.REPLICA, DataTypes.IntegerType, true)
          .add(RecordTable.ORDERED, DataTypes.BooleanType, true)
          .add(RecordTable.PATH, DataTypes.StringType, true)
          .add(RecordTable.SEGMENT, DataTypes.LongType, true)
          .add(RecordTable.DIMENSION, DataTypes.IntegerType, true)
          .add(ROWS, DataTypes.LongType, true)
          .add(FIRST_POSITION, DataTypes.LongType, true)
          .add(LAST_POSITION, DataTypes.LongType, true)
          .add(FIRST_STEP, DataTypes.LongType, true)
          .add(LAST_STEP, DataTypes.LongType, true)
          .add(MIN_STEP, DataTypes.LongType, true)
          .add(MAX_STEP, DataTypes.LongType, true)
          .add(FIRST_LOGGED_AT, DataTypes.LongType, true);

  private StretchTable() {}

  static Column[] columns() {
    return Arrays.stream(SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
  }
}
