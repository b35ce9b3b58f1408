package io.thermograd.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sqrt;

import io.thermograd.job.LocalSession;
import io.thermograd.moments.Quantity;
import io.thermograd.moments.spark.LayerEpochTable;
import io.thermograd.moments.spark.MomentsAlone;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.moments.spark.StateScope;
import io.thermograd.moments.spark.StatesOnly;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.RecordKind;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceColumn;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.ResolvedTable;
import io.thermograd.trace.spark.SessionPlan;
import io.thermograd.trace.spark.StepTable;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.verdict.spark.LayerEpochPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Thermograd on local[2], by the job's own reader and plans and with the job's settings. */
final class SparkMoments implements Contender {
  private static final String JSON_COLUMNS =
      "run STRING, layer STRING, epoch INT, step BIGINT, grad ARRAY<FLOAT>";

  private final Source source;
  private final Way way;
  private final SparkSession spark;

  SparkMoments(Source source, Way way) {
    this.source = source;
    this.way = way;
    spark = LocalSession.of(bytes(source.folder()));
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void run() {
    switch (way) {
      case DECODE -> decode();
      case STAGES -> stages();
      default -> discard(moments());
    }
  }

  /** Computes every row; a sum of them would be a shuffle of its own. */
  private static void discard(Dataset<Row> moments) {
    moments.write().format("noop").mode(SaveMode.Overwrite).save();
  }

  /** Reads all columns that the others read, into nothing. */
  private void decode() {
    if (source.json()) {
      discard(spark.read().schema(JSON_COLUMNS).json(source.files()));
      return;
    }
    Dataset<Row> rows = spark.read().parquet(source.folder().toString());
    discard(source.vectors() ? rows.drop("gradSqNorm", "gradDotPrev") : rows.drop("grad"));
  }

  private void stages() {
    Dataset<Row> scan =
        MomentsPlan.scan(spark, records(), SessionRule.NONE, StateScope.PARTITION).cache();
    Dataset<Row> resolved = SessionPlan.resolve(MomentsPlan.records(scan)).cache();
    resolved.filter(col(StepTable.FIRST_STEP).isNull()).count();
    Dataset<Row> states = MomentsPlan.kept(scan, resolved);
    Dataset<Row> merged = MomentsPlan.merged(states, resolved);
    discard(columns(LayerEpochPlan.of(merged, RunFactsByPattern.NONE)));
    scan.unpersist();
    resolved.unpersist();
  }

  private Dataset<Row> moments() {
    if ((way == Way.MOMENTS || way == Way.MOMENTS_BINARY) && source.vectors()) {
      return MomentsAlone.of(spark, records());
    }
    Dataset<Row> states = StatesOnly.of(spark, records(), SessionRule.NONE);
    MapFunction<Row, Row> layerEpoch =
        row ->
            LayerEpochTable.toRow(
                MomentsPlan.layerMoments(row, MomentsPlan.state(row), RunFactsByPattern.NONE)
                    .row());
    return columns(
        MomentsPlan.merged(states, nothingResolved())
            .map(layerEpoch, Encoders.row(LayerEpochTable.schema())));
  }

  private Dataset<Row> columns(Dataset<Row> layerEpochs) {
    Quantity norm = source.vectors() ? Quantity.GRAD_MEAN_NORM : Quantity.GRAD_SECOND_MOMENT;
    return layerEpochs.select(
        col(LayerEpochTable.RUN),
        col(LayerEpochTable.LAYER),
        col(LayerEpochTable.EPOCH),
        col(LayerEpochTable.N),
        (source.vectors()
                ? col(LayerEpochTable.column(norm))
                : sqrt(col(LayerEpochTable.column(norm))))
            .as("mean_norm"),
        col(LayerEpochTable.column(Quantity.GRAD_VARIANCE)).as("variance"),
        col(LayerEpochTable.column(Quantity.GRAD_SECOND_MOMENT)).as("second_moment"));
  }

  private Dataset<Row> nothingResolved() {
    return spark.createDataFrame(List.of(), ResolvedTable.SCHEMA);
  }

  private JavaRDD<Decoded> records() {
    String none = "not-in-the-files";
    Map<TraceColumn, String> names =
        source.vectors()
            ? Map.of()
            : Map.of(
                TraceColumn.GRAD, none,
                TraceColumn.GRAD_SQ_NORM, "gradSqNorm",
                TraceColumn.GRAD_DOT_PREV, "gradDotPrev");
    TraceInput input =
        new TraceInput(
            source.files(),
            source.format(),
            RecordKind.GRADIENTS,
            names,
            SessionRule.NONE,
            TraceInput.DEFAULT_MAX_RECORD_BYTES);
    try {
      return TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(Path target) {
    moments().write().mode(SaveMode.Overwrite).parquet(target.toString());
  }

  @Override
  public String version() {
    return "Spark " + spark.version();
  }

  @Override
  public void close() {
    spark.stop();
  }
}
