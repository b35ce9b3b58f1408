package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RecordDraft;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the rows of Parquet, ORC and Avro files of one schema. The rows are taken as Spark holds
 * them: a {@code Row} would box every coordinate of every gradient.
 *
 * <p>A row's position is its index in a Parquet file. Spark doesn't tell it for ORC and Avro: there
 * it is the byte at which the split begins plus the row's index in the split, which still orders
 * the rows of a file.
 */
final class ColumnarRows {
  private static final byte[] NO_TEXT = {};

  private static final int FIRST_COLUMN = 2;
  private static final int NANOS_PER_MICRO = 1000;

  private record BoundColumn(String name, TraceColumn column, Cell cell, DataType type)
      implements Serializable {
    boolean isAsRead() {
      return cell.takes(type);
    }
  }

  private final List<BoundColumn> columns;
  private final RepeatedText texts = new RepeatedText();

  /** Where in a row the path, the position and the columns are. */
  private final int[] places;

  private final RecordDraft draft;
  private final boolean countRows;
  private @Nullable UTF8String latestPath;
  private String path = "";
  private long splitStart = -1;
  private long index;

  private ColumnarRows(
      List<BoundColumn> columns, int[] places, RecordDraft draft, boolean countRows) {
    this.columns = columns;
    this.places = places;
    this.draft = draft;
    this.countRows = countRows;
  }

  /** The rows of {@code paths}, files of one schema. */
  static Dataset<Row> load(SparkSession spark, InputFormat format, List<String> paths)
      throws IOException {
    Optional<StructType> schema =
        format == InputFormat.PARQUET
            ? ParquetColumns.readable(paths.get(0), spark.sparkContext().hadoopConfiguration())
            : Optional.empty();
    DataFrameReader plain =
        spark
            .read()
            .format(format.name().toLowerCase(Locale.ROOT))
            // The paths are names now, whatever characters of the glob syntax they hold.
            .option(DataSource.GLOB_PATHS_KEY(), "false");
    DataFrameReader reader = schema.isPresent() ? plain.schema(schema.get()) : plain;
    return DescribedJob.run(
        spark,
        "Looking at the schema of " + paths.get(0),
        () -> reader.load(paths.toArray(String[]::new)));
  }

  /** The records of {@code rows}, which were read from files of one schema. */
  static JavaRDD<Decoded> decode(Dataset<Row> rows, TraceInput input, RunFactsByPattern facts) {
    Map<String, TraceColumn> byName = input.columnsByName();
    boolean parquet = input.format() == InputFormat.PARQUET;
    ArrayList<BoundColumn> bound = new ArrayList<>();
    List<Column> selected = new ArrayList<>();
    selected.add(functions.col("_metadata.file_path"));
    selected.add(functions.col(parquet ? "_metadata.row_index" : "_metadata.file_block_start"));
    for (StructField field : rows.schema().fields()) {
      TraceColumn column = byName.get(field.name());
      if (column != null) {
        Cell cell = Cell.of(column, field);
        bound.add(new BoundColumn(field.name(), column, cell, field.dataType()));
        selected.add(cell.from(functions.col("`" + field.name().replace("`", "``") + "`")));
      }
    }
    Dataset<Row> wanted = rows.select(selected.toArray(Column[]::new));
    RowsAsRead read =
        bound.stream().allMatch(BoundColumn::isAsRead)
            ? RowsAsRead.of(wanted, bound.stream().map(BoundColumn::name).toList())
            : null;
    int[] places = read == null ? IntStream.range(0, 2 + bound.size()).toArray() : read.places();
    JavaRDD<InternalRow> found =
        read == null ? wanted.queryExecution().toRdd().toJavaRDD() : read.rows();
    return found.mapPartitions(
        partition ->
            new ColumnarRows(bound, places, new RecordDraft(input.kind(), facts), !parquet)
                .decode(partition));
  }

  private Iterator<Decoded> decode(Iterator<InternalRow> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Decoded next() {
        return decode(rows.next());
      }
    };
  }

  private Decoded decode(InternalRow row) {
    draft.clear();
    Origin origin = origin(row);
    for (int i = 0; i < columns.size(); i++) {
      int place = places[FIRST_COLUMN + i];
      if (!row.isNullAt(place)) {
        put(columns.get(i), row, place);
      }
    }
    return draft.finish(origin, NO_TEXT);
  }

  private void put(BoundColumn bound, InternalRow row, int at) {
    TraceColumn column = bound.column;
    switch (bound.cell) {
      case STRING -> {
        String text = texts.of(row.getUTF8String(at));
        if (column == TraceColumn.LOGGED_AT) {
          Times.put(draft, column, text);
        } else {
          draft.putText(column, text);
        }
      }
      case INT -> draft.putWhole(column, row.getInt(at));
      case LONG -> draft.putWhole(column, row.getLong(at));
      case FLOAT -> draft.putReal(column, row.getFloat(at));
      case DOUBLE -> draft.putReal(column, row.getDouble(at));
      case MICROS -> draft.putMicros(row.getLong(at));
      case NANOS -> draft.putMicros(Math.floorDiv(row.getLong(at), NANOS_PER_MICRO));
      case FLOATS -> putGrad(row.getArray(at));
      case FLOAT_BYTES -> putGrad(row.getBinary(at));
      case UNFIT -> {
        if (row.getBoolean(at)) {
          draft.rejectType(column, bound.type.catalogString());
        }
      }
    }
  }

  private void putGrad(ArrayData list) {
    for (int i = 0; i < list.numElements(); i++) {
      if (list.isNullAt(i)) {
        draft.rejectType(TraceColumn.GRAD, "a list with a null");
        return;
      }
    }
    draft.putGrad(list.toFloatArray());
  }

  private void putGrad(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      draft.reject(RejectReason.WRONG_TYPE, "grad is " + bytes.length + " bytes, not float32s");
      return;
    }
    float[] grad = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(grad);
    draft.putGrad(grad);
  }

  private Origin origin(InternalRow row) {
    UTF8String here = row.getUTF8String(places[0]);
    long position = row.getLong(places[1]);
    boolean sameFile = here.equals(latestPath);
    if (!sameFile) {
      // The row's memory is used again for the next row. Spark tells an escaped URI.
      latestPath = here.copy();
      path = new Path(URI.create(here.toString())).toString();
    }
    if (!countRows) {
      return new Origin(path, position);
    }
    if (!sameFile || position != splitStart) {
      splitStart = position;
      index = 0;
    }
    return new Origin(path, position + index++);
  }
}
