package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.source.HeaderLine;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.RecordSource;
import io.thermograd.trace.spark.source.RecordSourceOptions;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Decodes the lines of JSON and CSV files, and passes on the faults that their source met. */
final class TextRows implements Iterator<Decoded> {
  private static final String PATH = "path";
  private static final String POSITION = "position";
  private static final String BYTES = "bytes";
  private static final String FAULT = "fault";
  private static final String DETAIL = "detail";

  private final Iterator<Row> rows;
  private final LineDecoder decoder;
  private @Nullable Decoded next;

  private TextRows(Iterator<Row> rows, LineDecoder decoder) {
    this.rows = rows;
    this.decoder = decoder;
  }

  /** The records of {@code files}. */
  static JavaRDD<Decoded> decode(
      SparkSession spark, List<InputFile> files, TraceInput input, RunFactsByPattern facts) {
    return lines(spark, files, input)
        .toJavaRDD()
        .mapPartitions(rows -> new TextRows(rows, decoder(input, facts)));
  }

  private static LineDecoder decoder(TraceInput input, RunFactsByPattern facts) {
    return input.format() == InputFormat.CSV
        ? new CsvLineDecoder(input, facts)
        : new JsonLineDecoder(input, facts);
  }

  private static Dataset<Row> lines(SparkSession spark, List<InputFile> files, TraceInput input) {
    HeaderLine header = input.format() == InputFormat.CSV ? HeaderLine.YES : HeaderLine.NO;
    return RecordSource.read(
            spark, files, RecordSourceOptions.lines(input.maxRecordBytes(), header))
        .select(PATH, POSITION, BYTES, FAULT, DETAIL);
  }

  /** The names in the header of {@code file}; null if there is none that can be read. */
  static @Nullable List<String> csvHeader(SparkSession spark, InputFile file, TraceInput input) {
    Dataset<Row> lines = lines(spark, List.of(file), input);
    List<Row> first =
        DescribedJob.run(
            spark, "Looking at the header of " + file.path(), () -> lines.takeAsList(1));
    if (first.isEmpty() || !first.get(0).isNullAt(3)) {
      return null;
    }
    return CsvLineDecoder.names(first.get(0).<byte[]>getAs(2));
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      next = decode(rows.next());
    }
    return next != null;
  }

  @Override
  public Decoded next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("No more records");
    }
    Decoded record = next;
    next = null;
    return record;
  }

  private @Nullable Decoded decode(Row row) {
    Origin origin = new Origin(row.getString(0), row.getLong(1));
    byte[] bytes = row.isNullAt(2) ? null : row.getAs(2);
    if (row.isNullAt(3)) {
      return decoder.decode(Objects.requireNonNull(bytes, BYTES), origin);
    }
    return new Rejected(
        origin,
        RejectReason.valueOf(row.getString(3)),
        row.isNullAt(4) ? "" : row.getString(4),
        null,
        bytes == null ? "" : Rejected.rawOf(bytes));
  }
}
