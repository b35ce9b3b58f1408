package io.thermograd.verdict.spark;

import static org.apache.spark.sql.functions.col;

import io.thermograd.moments.GradientMoments;
import io.thermograd.moments.LayerMoments;
import io.thermograd.moments.SampledGradients;
import io.thermograd.moments.StepNoise;
import io.thermograd.moments.spark.LayerEpochTable;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.signal.EpochNoise;
import io.thermograd.signal.spark.EpochNoiseTable;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.verdict.LayerEpochNoise;
import java.util.Arrays;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What is kept of the merged moments: the rows of {@code layer_epoch}, and each epoch's noise. */
public final class LayerEpochPlan {
  private static final String NOISE = "noise";
  private static final String STEP_NOISE = "step_noise";

  static final StructType SCHEMA =
      LayerEpochTable.schema()
          .add(NOISE, EpochNoiseTable.SCHEMA, true)
          .add(STEP_NOISE, DataTypes.BinaryType, true);

  private LayerEpochPlan() {}

  /**
   * The layers' rows.
   *
   * @param merged from {@link MomentsPlan#merged}
   * @return see {@link #layerEpochs}; read twice, so better persisted
   */
  public static Dataset<Row> of(Dataset<Row> merged, RunFactsByPattern facts) {
    MapFunction<Row, Row> toRow = row -> toRow(row, facts);
    return merged.map(toRow, Encoders.row(SCHEMA));
  }

  /** The layers' rows by {@link LayerEpochTable}'s schema. */
  public static Dataset<Row> layerEpochs(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(LayerEpochTable.schema().fieldNames())
            .map(name -> col(name))
            .toArray(Column[]::new));
  }

  private static Row toRow(Row merged, RunFactsByPattern facts) {
    GradientMoments state = MomentsPlan.state(merged);
    LayerMoments moments = MomentsPlan.layerMoments(merged, state, facts);
    SampledGradients sample = state.sampledGradients();
    EpochNoise noise = EpochNoise.of(sample.step(), sample.vector());
    StepNoise ofSteps = moments.noise();
    Row row = LayerEpochTable.toRow(moments.row());
    @Nullable Object[] values = new @Nullable Object[SCHEMA.length()];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    values[row.length()] = noise == null ? null : EpochNoiseTable.toRow(noise);
    values[row.length() + 1] = ofSteps == null ? null : ofSteps.toBytes();
    return RowFactory.create(values);
  }

  static LayerEpochNoise fromRow(Row row) {
    Row noise = row.getStruct(row.fieldIndex(NOISE));
    byte[] ofSteps = row.getAs(STEP_NOISE);
    LayerMoments moments =
        new LayerMoments(
            LayerEpochTable.fromRow(row), ofSteps == null ? null : StepNoise.fromBytes(ofSteps));
    return new LayerEpochNoise(moments, noise == null ? null : EpochNoiseTable.fromRow(noise));
  }
}
