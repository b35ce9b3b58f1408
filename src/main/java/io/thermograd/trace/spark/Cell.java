package io.thermograd.trace.spark;

import io.thermograd.trace.ColumnType;
import io.thermograd.trace.TraceColumn;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How a value of a columnar file is handed over; whatever its type, it is cast to one of these. */
enum Cell {
  STRING,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  /** Microseconds since 1970-01-01T00:00Z. */
  MICROS,
  /** Nanoseconds since then. */
  NANOS,
  FLOATS,
  /** The coordinates as little-endian float32, back to back. */
  FLOAT_BYTES,
  /** A type that the column can't take: all that is handed over is whether there is a value. */
  UNFIT;

  /** How values of {@code type} become values of {@code column}. */
  static Cell of(TraceColumn column, StructField field) {
    if (ParquetColumns.isInNanoseconds(field)) {
      return column.type() == ColumnType.TIME ? NANOS : UNFIT;
    }
    DataType type = field.dataType();
    return switch (column.type()) {
      case TEXT -> type instanceof StringType || isWhole(type) ? STRING : UNFIT;
      case WHOLE, REAL -> number(type);
      case TIME -> time(type);
      case VECTOR -> vector(type);
    };
  }

  /** The column of the dataset, cast to what this cell hands over. */
  Column from(Column column) {
    return switch (this) {
      case STRING -> column.cast(DataTypes.StringType);
      case INT -> column.cast(DataTypes.IntegerType);
      case LONG -> column.cast(DataTypes.LongType);
      case FLOAT -> column.cast(DataTypes.FloatType);
      case DOUBLE -> column.cast(DataTypes.DoubleType);
      case FLOATS -> column.cast(DataTypes.createArrayType(DataTypes.FloatType));
      case UNFIT -> column.isNotNull();
      case MICROS, NANOS, FLOAT_BYTES -> column;
    };
  }

  private static Cell number(DataType type) {
    if (isWhole(type)) {
      return type.equals(DataTypes.LongType) ? LONG : INT;
    }
    if (type.equals(DataTypes.FloatType)) {
      return FLOAT;
    }
    return type instanceof NumericType ? DOUBLE : UNFIT;
  }

  /** Whether a value of {@code type} is handed over as it is, without a cast. */
  boolean takes(DataType type) {
    return switch (this) {
      case STRING -> type.equals(DataTypes.StringType);
      case INT -> type.equals(DataTypes.IntegerType);
      case LONG, FLOAT, MICROS, NANOS, FLOAT_BYTES -> true;
      case DOUBLE -> type.equals(DataTypes.DoubleType);
      case FLOATS ->
          type instanceof ArrayType list && list.elementType().equals(DataTypes.FloatType);
      case UNFIT -> false;
    };
  }

  private static Cell time(DataType type) {
    // A time without a zone is held as if it were UTC's, which is what is wanted.
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return MICROS;
    }
    return type instanceof StringType ? STRING : number(type);
  }

  private static Cell vector(DataType type) {
    if (type.equals(DataTypes.BinaryType)) {
      return FLOAT_BYTES;
    }
    boolean numbers = type instanceof ArrayType list && list.elementType() instanceof NumericType;
    return numbers ? FLOATS : UNFIT;
  }

  private static boolean isWhole(DataType type) {
    return type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType);
  }
}
