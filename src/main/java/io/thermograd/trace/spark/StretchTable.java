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
          .add(RecordTable.ROWS, DataTypes.LongType, true)
          .add(RecordTable.FIRST_POSITION, DataTypes.LongType, true)
          .add(RecordTable.MIN_STEP, DataTypes.LongType, true)
          .add(RecordTable.MAX_STEP, DataTypes.LongType, true)
          .add(RecordTable.FIRST_LOGGED_AT, DataTypes.LongType, true);

  private StretchTable() {}

  static Column[] columns() {
    return Arrays.stream(SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
  }
}
