package io.thermograd.trace.spark;

import io.thermograd.trace.ColumnType;
import io.thermograd.trace.TraceColumn;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How a value of a columnar file is read, for a column of a trace. */
enum Cell {
  STRING,
  BYTE,
  SHORT,
  INT,
  LONG,
  /** A float16 of Parquet's, as its two bytes. */
  HALF,
  FLOAT,
  DOUBLE,
  DECIMAL,
  /** Microseconds since 1970-01-01T00:00Z. */
  MICROS,
  /** Nanoseconds since then. */
  NANOS,
  /** A list of numbers of any type. */
  COORDINATES,
  /** The coordinates as little-endian float32, back to back. */
  FLOAT_BYTES,
  /** A type that the column can't take. */
  UNFIT;

  /** How values of {@code field} become values of {@code column}. */
  static Cell of(TraceColumn column, StructField field) {
    if (ParquetColumns.isInNanoseconds(field)) {
      return column.type() == ColumnType.TIME ? NANOS : UNFIT;
    }
    DataType type = field.dataType();
    if (ParquetColumns.isHalf(field)) {
      boolean number = column.type() == ColumnType.WHOLE || column.type() == ColumnType.REAL;
      return number && type.equals(DataTypes.BinaryType) ? HALF : UNFIT;
    }
    return switch (column.type()) {
      case TEXT -> type instanceof StringType || isWhole(type) ? textOrNumber(type) : UNFIT;
      case WHOLE, REAL -> type instanceof StringType ? UNFIT : textOrNumber(type);
      case TIME -> time(type);
      case VECTOR -> vector(type);
    };
  }

  private static Cell textOrNumber(DataType type) {
    return type instanceof StringType ? STRING : number(type);
  }

  /** How numbers of a type are read. */
  static Cell number(DataType type) {
    if (type.equals(DataTypes.ByteType)) {
      return BYTE;
    }
    if (type.equals(DataTypes.ShortType)) {
      return SHORT;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return INT;
    }
    if (type.equals(DataTypes.LongType)) {
      return LONG;
    }
    if (type.equals(DataTypes.FloatType)) {
      return FLOAT;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return DOUBLE;
    }
    return type instanceof DecimalType ? DECIMAL : UNFIT;
  }

  private static Cell time(DataType type) {
    // A time without a zone is held as if it were UTC's, which is what is wanted.
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return MICROS;
    }
    return textOrNumber(type);
  }

  private static Cell vector(DataType type) {
    if (type.equals(DataTypes.BinaryType)) {
      return FLOAT_BYTES;
    }
    boolean numbers = type instanceof ArrayType list && list.elementType() instanceof NumericType;
    return numbers ? COORDINATES : UNFIT;
  }

  private static boolean isWhole(DataType type) {
    return type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType);
  }
}
