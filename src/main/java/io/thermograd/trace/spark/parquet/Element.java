package io.thermograd.trace.spark.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** What the elements of a column's lists are; all become float32. */
enum Element {
  FLOAT16(Short.BYTES),
  FLOAT32(Float.BYTES),
  /** Rounded. */
  FLOAT64(Double.BYTES);

  private final int size;

  Element(int size) {
    this.size = size;
  }

  static Element of(ColumnDescriptor column) {
    PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
    return switch (type) {
      case FIXED_LEN_BYTE_ARRAY -> FLOAT16;
      case FLOAT -> FLOAT32;
      case DOUBLE -> FLOAT64;
      default -> throw new IllegalArgumentException("column must be of floats: " + column);
    };
  }

  /** Bytes of one. */
  int size() {
    return size;
  }

  /** The next value of a page. */
  float next(ValuesReader values) {
    return switch (this) {
      case FLOAT16 -> half(values.readBytes());
      case FLOAT32 -> values.readFloat();
      case FLOAT64 -> (float) values.readDouble();
    };
  }

  /** A value of a dictionary. */
  float at(int index, Dictionary values) {
    return switch (this) {
      case FLOAT16 -> half(values.decodeToBinary(index));
      case FLOAT32 -> values.decodeToFloat(index);
      case FLOAT64 -> (float) values.decodeToDouble(index);
    };
  }

  private static float half(Binary value) {
    return ParquetVectors.half(value.getBytes());
  }
}
