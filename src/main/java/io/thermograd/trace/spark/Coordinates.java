package io.thermograd.trace.spark;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Reads the lists of one column, of numbers of any type, as float32, rounded once. */
final class Coordinates {
  private final Cell element;
  private final int precision;
  private final int scale;
  private boolean mayHoldNulls = true;

  Coordinates(DataType list) {
    DataType type = ((ArrayType) list).elementType();
    element = Cell.number(type);
    precision = type instanceof DecimalType decimal ? decimal.precision() : 0;
    scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  /** The lists that follow are those of a batch. */
  void begin(ColumnVector lists) {
    mayHoldNulls = lists.getChild(0).hasNull();
  }

  /** The coordinates of a list; null if one of them is null. */
  float @Nullable [] of(ArrayData list) {
    if (mayHoldNulls) {
      for (int i = 0; i < list.numElements(); i++) {
        if (list.isNullAt(i)) {
          return null;
        }
      }
    }
    if (element == Cell.FLOAT) {
      return list.toFloatArray();
    }
    float[] coordinates = new float[list.numElements()];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] =
          switch (element) {
            case BYTE -> list.getByte(i);
            case SHORT -> list.getShort(i);
            case INT -> list.getInt(i);
            case LONG -> list.getLong(i);
            case DOUBLE -> (float) list.getDouble(i);
            default -> list.getDecimal(i, precision, scale).toFloat();
          };
    }
    return coordinates;
  }
}
