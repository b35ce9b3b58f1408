package io.thermograd.trace.spark;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Parquet file that Spark can read. One that it can't, such as a time of day,
 * would fail the whole job even if nobody wants it; one of nanoseconds, which is what pandas makes
 * of its times, it takes for plain numbers; one of float16 for bytes.
 */
final class ParquetColumns {
  /** In a field's metadata: its numbers are nanoseconds since 1970. */
  private static final String NANOSECONDS = "nanoseconds";

  /** In a field's metadata: its bytes, or those in its lists, are float16. */
  private static final String HALF = "half";

  private ParquetColumns() {}

  /** The schema to read {@code path} by; empty where Spark's own way does. */
  static Optional<StructType> readable(String path, Configuration conf) throws IOException {
    MessageType message;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(path), conf))) {
      message = reader.getFooter().getFileMetaData().getSchema();
    }
    StructType readable = new StructType();
    boolean asTheyAre = true;
    for (Type field : message.getFields()) {
      if (isInNanoseconds(field)) {
        Metadata unit = new MetadataBuilder().putBoolean(NANOSECONDS, true).build();
        readable = readable.add(field.getName(), DataTypes.LongType, true, unit);
        asTheyAre = false;
      } else if (isHalf(field)) {
        Metadata half = new MetadataBuilder().putBoolean(HALF, true).build();
        DataType type =
            isList(field) ? DataTypes.createArrayType(DataTypes.BinaryType) : DataTypes.BinaryType;
        readable = readable.add(field.getName(), type, true, half);
        asTheyAre = false;
      } else {
        StructType one = converted(field);
        for (StructField column : one.fields()) {
          readable = readable.add(column);
        }
        asTheyAre &= !one.isEmpty();
      }
    }
    return asTheyAre ? Optional.empty() : Optional.of(readable);
  }

  /** Whether a column's numbers are times in nanoseconds. */
  static boolean isInNanoseconds(StructField field) {
    return field.metadata().contains(NANOSECONDS);
  }

  /** Whether a column's bytes, or those in its lists, are float16. */
  static boolean isHalf(StructField field) {
    return field.metadata().contains(HALF);
  }

  /** Whether a column is of float16 or of lists of them. */
  private static boolean isHalf(Type field) {
    Type inner = field;
    while (!inner.isPrimitive() && inner.asGroupType().getFieldCount() == 1) {
      inner = inner.asGroupType().getType(0);
    }
    return inner.isPrimitive()
        && inner.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation
        && (field.isPrimitive() || isList(field));
  }

  /** Whether a column of one leaf is one of lists, and not of lists of lists. */
  private static boolean isList(Type field) {
    return new MessageType("column", field).getColumns().get(0).getMaxRepetitionLevel() == 1;
  }

  private static boolean isInNanoseconds(Type field) {
    return field.isPrimitive()
        && field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
        && time.getUnit() == TimeUnit.NANOS;
  }

  /** The column as Spark holds it; empty where it can't. */
  private static StructType converted(Type field) {
    try {
      return new ParquetToSparkSchemaConverter(SQLConf.get())
          .convert(new MessageType("column", field));
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        return new StructType();
      }
      throw e;
    }
  }
}
