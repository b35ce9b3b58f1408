package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.source.FileCut;
import io.thermograd.trace.spark.source.Framing;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.trace.spark.source.InputFiles;
import io.thermograd.trace.spark.source.RecordSource;
import io.thermograd.trace.spark.source.RecordSourceOptions;
import io.thermograd.trace.spark.source.SourceRecord;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** Decodes the records of files that the record source frames, and passes on the faults it met. */
final class FramedRows extends DecodedRecords<SourceRecord> {
  private static final String BYTES = "bytes";

  private final RecordDecoder decoder;
  private String path = "";

  private FramedRows(Iterator<SourceRecord> rows, TraceInput input, RunFactsByPattern facts) {
    super(rows);
    this.decoder = RecordDecoder.of(input, facts, this::emit);
  }

  /** The records of {@code files}. */
  static JavaRDD<Decoded> decode(
      SparkSession spark, List<InputFile> files, TraceInput input, RunFactsByPattern facts)
      throws IOException {
    TraceInput located =
        input.below(InputFiles.root(spark.sparkContext().hadoopConfiguration(), input.path()));
    return RecordSource.decode(
        spark, files, options(input), rows -> new FramedRows(rows, located, facts));
  }

  private static RecordSourceOptions options(TraceInput input) {
    // A step's values may stand in several records.
    FileCut cut = input.tags() == null ? FileCut.SPLIT : FileCut.WHOLE;
    return new RecordSourceOptions(input.maxRecordBytes(), framing(input.format()), cut);
  }

  static Framing framing(InputFormat format) {
    return switch (format) {
      case JSONL -> Framing.LINES;
      case CSV -> Framing.HEADED_LINES;
      case JSON, TRAINER_STATE -> Framing.DOCUMENT;
      case TENSORBOARD -> Framing.TFRECORDS;
      case PARQUET, ORC, AVRO, MLFLOW ->
          throw new IllegalArgumentException("not framed: " + format);
    };
  }

  @Override
  void endOfFile() {
    decoder.endOfFile();
  }

  @Override
  void take(SourceRecord row) {
    Origin origin = new Origin(row.path(), row.position());
    if (!origin.path().equals(path)) {
      decoder.endOfFile();
      path = origin.path();
    }
    byte[] bytes = row.bytes();
    RejectReason fault = row.fault();
    if (fault == null) {
      decoder.decode(Objects.requireNonNull(bytes, BYTES), origin);
      return;
    }
    if (fault != RejectReason.TOO_LONG && fault != RejectReason.BAD_CHECKSUM) {
      // The file ends here: what came before it comes before its fault.
      decoder.endOfFile();
    }
    emit(
        new Rejected(
            origin,
            fault,
            row.detail(),
            decoder.runOf(origin.path()),
            bytes == null ? "" : Rejected.rawOf(bytes)));
  }
}
