package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.StepAssembler;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TagMatch;
import io.thermograd.trace.TagMatcher;
import io.thermograd.trace.TagRole;
import io.thermograd.trace.TraceInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Parquet, ORC and Avro files whose columns are named values. Only the columns that map to
 * a role are read; fields of a structure are named by their path. A value whose type its role can't
 * take is a rejected row, as it is in text. A step's values may stand in several rows, so each file
 * is one task's.
 */
final class NamedColumns implements ColumnarDecoder {
  private static final byte[] NO_TEXT = {};
  private static final int NANOS_PER_MICRO = 1000;

  /** How a value is handed over. */
  private enum Kind {
    NUMBER,
    TEXT,
    MICROS,
    NANOS,
    COORDINATES,
    /** A type that the role can't take: all that is handed over is whether there is a value. */
    UNFIT
  }

  /**
   * A column that is read.
   *
   * @param type its type in words
   */
  private record Bound(String name, Kind kind, String type) implements Serializable {}

  private final List<Bound> columns;

  /** Names of columns that aren't read. */
  private final List<String> strangers;

  private final UnsafeProjection values;
  private final StepAssembler steps;
  private String path = "";
  private long index;

  private NamedColumns(
      List<Bound> columns, List<String> strangers, UnsafeProjection values, StepAssembler steps) {
    this.columns = columns;
    this.strangers = strangers;
    this.values = values;
    this.steps = steps;
  }

  /** The records of {@code rows}, which were read from files of one schema. */
  static JavaRDD<Decoded> decode(
      Dataset<Row> rows, TraceInput input, TagMapping tags, RunFactsByPattern facts) {
    Binding binding = new Binding(new TagMatcher(tags));
    binding.bind(rows.schema(), null, "");
    ArrayList<Bound> columns = binding.columns;
    ArrayList<String> strangers = binding.strangers;
    Dataset<Row> selected = rows.select(binding.selected.toArray(Column[]::new));
    ColumnarScan.Selection selection = ColumnarScan.selection(selected);
    SparkSession spark = rows.sparkSession();
    return ColumnarScan.of(selected)
        .ofWholeFiles(spark)
        .decode(
            spark.sparkContext(),
            records ->
                new NamedColumns(
                    columns,
                    strangers,
                    selection.projection(),
                    new StepAssembler(tags, input.runNaming(), facts, records)));
  }

  /** Which columns of a schema are read. */
  private static final class Binding {
    private final TagMatcher matcher;
    private final ArrayList<Bound> columns = new ArrayList<>();
    private final ArrayList<String> strangers = new ArrayList<>();
    private final List<Column> selected = new ArrayList<>();

    private Binding(TagMatcher matcher) {
      this.matcher = matcher;
    }

    /**
     * Binds the columns that are something to the trace.
     *
     * @param parent the structure that {@code schema} is of, whose name and a slash are {@code
     *     prefix}; null of the file's own
     * @return whether there are any
     */
    private boolean bind(StructType schema, @Nullable Column parent, String prefix) {
      boolean found = false;
      for (StructField field : schema.fields()) {
        Column column =
            parent == null
                ? functions.col("`" + field.name().replace("`", "``") + "`")
                : parent.getField(field.name());
        found |= bind(field, column, prefix + field.name());
      }
      return found;
    }

    private boolean bind(StructField field, Column column, String name) {
      if (field.dataType() instanceof StructType nested && bind(nested, column, name + "/")) {
        return true;
      }
      TagMatch match = matcher.match(name);
      if (match == null) {
        strangers.add(name);
        return false;
      }
      Kind kind = kind(match.role(), field);
      columns.add(new Bound(name, kind, field.dataType().catalogString()));
      selected.add(cast(column, kind).as("value" + columns.size()));
      return true;
    }
  }

  private static Kind kind(TagRole role, StructField field) {
    if (ParquetColumns.isInNanoseconds(field)) {
      return role == TagRole.TIME ? Kind.NANOS : Kind.UNFIT;
    }
    DataType type = field.dataType();
    if (type instanceof StringType || (role == TagRole.RUN && isPlain(type))) {
      return Kind.TEXT;
    }
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return role == TagRole.TIME ? Kind.MICROS : Kind.UNFIT;
    }
    if (type instanceof ArrayType list && list.elementType() instanceof NumericType) {
      return role == TagRole.GRADIENT ? Kind.COORDINATES : Kind.UNFIT;
    }
    return type instanceof NumericType ? Kind.NUMBER : Kind.UNFIT;
  }

  private static boolean isPlain(DataType type) {
    return !(type instanceof ArrayType || type instanceof MapType || type instanceof StructType);
  }

  private static Column cast(Column column, Kind kind) {
    return switch (kind) {
      case NUMBER -> column.cast(DataTypes.DoubleType);
      case TEXT -> column.cast(DataTypes.StringType);
      case MICROS, NANOS -> column;
      case UNFIT -> functions.when(column.isNotNull(), functions.lit(true));
      case COORDINATES -> column.cast(DataTypes.createArrayType(DataTypes.FloatType));
    };
  }

  @Override
  public void begin(String file, PartitionedFile whole) {
    path = file;
    index = 0;
    strangers.forEach(steps::match);
  }

  @Override
  public void begin(ColumnarBatch batch) {
    // Values are computed row by row.
  }

  @Override
  public void take(InternalRow row, int nth) {
    InternalRow named = values.apply(row);
    steps.begin(new Origin(path, index++));
    for (int i = 0; i < columns.size(); i++) {
      if (!named.isNullAt(i)) {
        put(columns.get(i), named, i);
      }
    }
    steps.end(NO_TEXT);
  }

  @Override
  public long nextPosition() {
    return index;
  }

  @Override
  public void end() {
    steps.endOfFile();
  }

  private void put(Bound column, InternalRow row, int at) {
    switch (column.kind) {
      case NUMBER -> steps.put(column.name, row.getDouble(at));
      case TEXT -> NamedText.put(steps, column.name, row.getUTF8String(at).toString());
      case MICROS -> steps.loggedAt(row.getLong(at));
      case NANOS -> steps.loggedAt(Math.floorDiv(row.getLong(at), NANOS_PER_MICRO));
      case COORDINATES -> putCoordinates(column.name, row.getArray(at));
      case UNFIT -> steps.putUnfit(column.name, column.type);
    }
  }

  private void putCoordinates(String name, ArrayData list) {
    for (int i = 0; i < list.numElements(); i++) {
      if (list.isNullAt(i)) {
        // As a number it would be 0.
        steps.reject(RejectReason.WRONG_TYPE, name + " is a list with a null");
        return;
      }
    }
    steps.putGradient(name, list.toFloatArray());
  }
}
