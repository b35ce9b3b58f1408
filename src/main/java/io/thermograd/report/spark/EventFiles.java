package io.thermograd.report.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.when;

import io.thermograd.report.RunFolder;
import io.thermograd.trace.spark.tensorboard.EventWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * An event file per run beside the tables, for TensorBoard: {@code thermograd/snr/LAYER}, {@code
 * noise_scale}, {@code weight_noise_entropy} and {@code half_life} per layer at an epoch's last
 * step, {@code thermograd/entropy} at a window's. Steps are the trace's iterations, so the curves
 * stand over the same axis as what the run itself logged. An absent number is no point.
 *
 * <p>Tasks write the files, a run's in one task, in the order of steps; memory holds one step.
 */
public final class EventFiles {
  /** The folder that TensorBoard is pointed at. */
  public static final String FOLDER = "tensorboard";

  private static final String TAGS = "thermograd/";
  private static final String WHOLE_MODEL = "whole model";
  private static final int RUNS_A_TASK = 100;

  private static final String STEP = "step";
  private static final String TAG = "tag";
  private static final String VALUE = "value";

  private final SparkSession spark;
  private final PageTables from;

  private EventFiles(SparkSession spark, PageTables from) {
    this.spark = spark;
    this.from = from;
  }

  /** Writes the files of some tables into {@code folder}. */
  public static void write(SparkSession spark, PageTables from, Path folder) {
    EventFiles files = new EventFiles(spark, from);
    Row job =
        files.table("batches").select("started_at", "runs").sort(col("started_at").desc()).first();
    Instant startedAt = Instant.parse(job.getString(0));
    FileOfRun file =
        new FileOfRun(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
            new Path(folder, FOLDER).toString(),
            startedAt.getEpochSecond() + startedAt.getNano() / 1e9);
    ForeachPartitionFunction<Row> write = file::writeAll;
    files
        .points()
        .repartition(Math.toIntExact(1 + job.getLong(1) / RUNS_A_TASK), col("run"))
        .sortWithinPartitions("run", STEP, TAG)
        .foreachPartition(write);
  }

  private Dataset<Row> table(String name) {
    return spark.read().parquet(from.pathsOf(name));
  }

  private Dataset<Row> points() {
    Dataset<Row> epochs = table("layer_epoch").where("step_to is not null");
    Column layer =
        when(col("layer").equalTo("*"), lit(WHOLE_MODEL)).otherwise(col("layer")).as("layer");
    Dataset<Row> ends = epochs.select("run", "layer", "epoch", "step_to");
    Dataset<Row> ofLayers =
        epochs
            .select(
                col("run"),
                col("step_to"),
                layer,
                col("snr"),
                col("noise_scale"),
                col("weight_noise_entropy"))
            .selectExpr(
                "run",
                "step_to as step",
                "layer",
                "stack(3, 'snr', snr, 'noise_scale', noise_scale,"
                    + " 'weight_noise_entropy', weight_noise_entropy) as (quantity, value)")
            .select(col("run"), col(STEP), tag(col("quantity"), col("layer")), col(VALUE));
    Dataset<Row> halfLives =
        table("half_life")
            .selectExpr(
                "run",
                "layer",
                "epoch",
                "beta_source",
                "case when half_life_iterations is null then 'half_life_langevin_time_'"
                    + " else 'half_life_' end as quantity",
                "coalesce(half_life_iterations, half_life_langevin_time) as value")
            .join(ends, new String[] {"run", "layer", "epoch"})
            .select(
                col("run"),
                col("step_to").as(STEP),
                tag(concat(col("quantity"), lower(col("beta_source"))), layer),
                col(VALUE));
    Dataset<Row> entropies =
        table("entropy")
            .select(
                col("run"),
                col("step_to").as(STEP),
                lit(TAGS + "entropy").as(TAG),
                col("entropy_corrected").as(VALUE));
    return ofLayers.union(halfLives).union(entropies).where("value is not null");
  }

  private static Column tag(Column quantity, Column layer) {
    return concat(lit(TAGS), quantity, lit("/"), layer).as(TAG);
  }

  /** Writes runs one after the other, as their rows come. */
  private record FileOfRun(SerializableConfiguration configuration, String folder, double wallTime)
      implements java.io.Serializable {

    void writeAll(Iterator<Row> points) throws IOException {
      @Nullable String run = null;
      @Nullable EventWriter file = null;
      try {
        while (points.hasNext()) {
          Row point = points.next();
          if (file == null || !point.getString(0).equals(run)) {
            if (file != null) {
              file.close();
            }
            run = point.getString(0);
            file = open(run);
          }
          file.add(point.getLong(1), point.getString(2), point.getDouble(3));
        }
      } finally {
        if (file != null) {
          file.close();
        }
      }
    }

    private EventWriter open(String run) throws IOException {
      String name = "events.out.tfevents." + (long) wallTime + ".thermograd";
      Path path = new Path(new Path(folder, RunFolder.of(run)), name);
      Configuration hadoop = configuration.value();
      return new EventWriter(path.getFileSystem(hadoop).create(path, true), wallTime);
    }
  }
}
