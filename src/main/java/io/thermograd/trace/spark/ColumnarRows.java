package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RecordDraft;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.parquet.ParquetVectors;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the rows of Parquet, ORC and Avro files of one schema. The rows are taken as Spark's
 * readers hold them: a {@code Row} would box every coordinate of every gradient.
 *
 * <p>A row's position is its index in a Parquet file. Spark doesn't tell it for ORC and Avro: there
 * it is the byte at which the split begins plus the row's index in the split, which still orders
 * the rows of a file.
 */
final class ColumnarRows implements ColumnarDecoder {
  private static final byte[] NO_TEXT = {};
  private static final int NANOS_PER_MICRO = 1000;
  private static final String LIST_WITH_NULL = "a list with a null";

  /** A column of the files that is one of a trace's, and where in a row it is. */
  private record Bound(TraceColumn column, Cell cell, DataType type, int place)
      implements Serializable {}

  /** A column of lists of a Parquet file, which Spark doesn't read. */
  private record VectorColumn(String name, Broadcast<SerializableConfiguration> conf)
      implements Serializable {
    ParquetVectors open(Path path) throws IOException {
      return ParquetVectors.open(path, name, conf.value().value());
    }
  }

  private final List<Bound> columns;
  private final @Nullable Texts[] texts;
  private final @Nullable Coordinates[] coordinates;

  /** Where in a row its index in the file is; negative where it is counted. */
  private final int indexPlace;

  private final @Nullable VectorColumn vectorColumn;
  private final RecordDraft draft;
  private final Consumer<Decoded> records;
  private String path = "";
  private @Nullable PartitionedFile part;
  private @Nullable ParquetVectors vectors;
  private long nextPosition;

  private ColumnarRows(
      List<Bound> columns,
      int indexPlace,
      @Nullable VectorColumn vectorColumn,
      RecordDraft draft,
      Consumer<Decoded> records) {
    this.columns = columns;
    this.indexPlace = indexPlace;
    this.vectorColumn = vectorColumn;
    this.draft = draft;
    this.records = records;
    TaskContext task = TaskContext.get();
    if (task != null) {
      // Also where the task fails or is killed in the middle of a file.
      task.addTaskCompletionListener((TaskCompletionListener) ended -> close());
    }
    texts = new @Nullable Texts[columns.size()];
    coordinates = new @Nullable Coordinates[columns.size()];
    RepeatedText repeated = new RepeatedText();
    for (int i = 0; i < columns.size(); i++) {
      Bound bound = columns.get(i);
      texts[i] = bound.cell == Cell.STRING ? new Texts(repeated) : null;
      coordinates[i] = bound.cell == Cell.COORDINATES ? new Coordinates(bound.type) : null;
    }
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
    boolean indexed = input.format() == InputFormat.PARQUET;
    List<StructField> known = new ArrayList<>();
    List<Column> selected = new ArrayList<>();
    VectorColumn vectors = null;
    for (StructField field : rows.schema().fields()) {
      TraceColumn column = byName.get(field.name());
      if (column == TraceColumn.GRAD && indexed && isVector(field)) {
        vectors = new VectorColumn(field.name(), configuration(rows.sparkSession()));
      } else if (column != null) {
        known.add(field);
        selected.add(functions.col("`" + field.name().replace("`", "``") + "`"));
      }
    }
    if (indexed) {
      selected.add(functions.col("_metadata.row_index"));
    }
    ColumnarScan scan = ColumnarScan.of(rows.select(selected.toArray(Column[]::new)));
    ArrayList<Bound> bound = new ArrayList<>();
    for (StructField field : known) {
      TraceColumn column = Objects.requireNonNull(byName.get(field.name()));
      int place = scan.schema().fieldIndex(field.name());
      bound.add(new Bound(column, Cell.of(column, field), field.dataType(), place));
    }
    int indexPlace = indexed ? scan.schema().fieldIndex(ColumnarScan.ROW_INDEX) : -1;
    VectorColumn read = vectors;
    return scan.decode(
        rows.sparkSession().sparkContext(),
        records ->
            new ColumnarRows(
                bound, indexPlace, read, new RecordDraft(input.kind(), facts), records));
  }

  private static boolean isVector(StructField field) {
    return ParquetVectors.canRead(field.dataType())
        || (ParquetColumns.isHalf(field) && field.dataType() instanceof ArrayType);
  }

  private static Broadcast<SerializableConfiguration> configuration(SparkSession spark) {
    Configuration conf = ColumnarScan.verifying(spark.sessionState().newHadoopConf());
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(new SerializableConfiguration(conf));
  }

  @Override
  public void begin(String file, PartitionedFile part) {
    path = file;
    this.part = part;
    nextPosition = indexPlace < 0 ? part.start() : 0;
  }

  @Override
  public void begin(ColumnarBatch batch) {
    for (int i = 0; i < columns.size(); i++) {
      int place = columns.get(i).place;
      Texts text = texts[i];
      Coordinates vector = coordinates[i];
      if (text != null) {
        text.begin(batch.column(place));
      } else if (vector != null) {
        vector.begin(batch.column(place));
      }
    }
  }

  @Override
  public long nextPosition() {
    return nextPosition;
  }

  @Override
  public void end() {
    close();
  }

  private void close() {
    IOUtils.closeStream(vectors);
    vectors = null;
  }

  @Override
  public void take(InternalRow row, int nth) throws IOException {
    draft.clear();
    long position = indexPlace < 0 ? nextPosition : row.getLong(indexPlace);
    for (int i = 0; i < columns.size(); i++) {
      if (!row.isNullAt(columns.get(i).place)) {
        put(i, row, nth);
      }
    }
    if (vectorColumn != null) {
      putVector(vectorColumn, position);
    }
    nextPosition = position + 1;
    records.accept(draft.finish(new Origin(path, position), NO_TEXT));
  }

  private void put(int nthColumn, InternalRow row, int nth) {
    Bound bound = columns.get(nthColumn);
    TraceColumn column = bound.column;
    int at = bound.place;
    switch (bound.cell) {
      case STRING -> putText(column, texts[nthColumn].of(row, at, nth));
      case BYTE -> draft.putWhole(column, row.getByte(at));
      case SHORT -> draft.putWhole(column, row.getShort(at));
      case INT -> draft.putWhole(column, row.getInt(at));
      case LONG -> draft.putWhole(column, row.getLong(at));
      case HALF -> draft.putReal(column, ParquetVectors.half(row.getBinary(at)));
      case FLOAT -> draft.putReal(column, row.getFloat(at));
      case DOUBLE -> draft.putReal(column, row.getDouble(at));
      case DECIMAL -> {
        DecimalType type = (DecimalType) bound.type;
        draft.putReal(column, row.getDecimal(at, type.precision(), type.scale()).toDouble());
      }
      case MICROS -> draft.putMicros(row.getLong(at));
      case NANOS -> draft.putMicros(Math.floorDiv(row.getLong(at), NANOS_PER_MICRO));
      case COORDINATES -> {
        float[] grad = coordinates[nthColumn].of(row.getArray(at));
        if (grad == null) {
          draft.rejectType(TraceColumn.GRAD, LIST_WITH_NULL);
        } else {
          draft.putGrad(grad);
        }
      }
      case FLOAT_BYTES -> putGrad(row.getBinary(at));
      case UNFIT -> draft.rejectType(column, bound.type.catalogString());
    }
  }

  private void putVector(VectorColumn column, long position) throws IOException {
    if (vectors == null) {
      vectors = column.open(Objects.requireNonNull(part).toPath());
    }
    vectors.read(position);
    if (vectors.holdsNull()) {
      draft.rejectType(TraceColumn.GRAD, LIST_WITH_NULL);
    } else if (!vectors.isAbsent()) {
      draft.putGrad(vectors.coordinates());
    }
  }

  private void putText(TraceColumn column, String text) {
    if (column == TraceColumn.LOGGED_AT) {
      Times.put(draft, column, text);
    } else {
      draft.putText(column, text);
    }
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
}
