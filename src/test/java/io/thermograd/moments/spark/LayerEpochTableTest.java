package io.thermograd.moments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.moments.GradientMoments;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.LayerKey;
import io.thermograd.moments.LayerMoments;
import io.thermograd.moments.Quantity;
import io.thermograd.moments.WholeModel;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.TraceRecord;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class LayerEpochTableTest {

  @Test
  void recordsSurviveTheTable() {
    GradientMoments state = new GradientMoments();
    LayerKey key = new LayerKey("run; a, b: c", "layer", 3);
    assertRoundTrip(state.result(key, RunFacts.UNKNOWN, 7).row());
    for (int i = 0; i < 5; i++) {
      state.add(row(i, 1f + i, i * i, 3));
    }
    LayerMoments filled = state.result(key, RunFacts.UNKNOWN, 0);
    assertRoundTrip(filled.row());
    assertRoundTrip(WholeModel.of(List.of(filled), 1));
    assertRoundTrip(WholeModel.of(List.of(filled), 2));
  }

  @Test
  void everyQuantityHasAColumn() {
    List<String> columns = List.of(LayerEpochTable.schema().fieldNames());
    assertThat(columns)
        .contains("grad_mean_norm", "grad_mean_norm_se", "snr_corrected_se", "noise_test_p")
        .contains("snr_corrected_low", "snr_corrected_high", "grad_signal_squared_low")
        .doesNotContain("noise_test_p_se")
        .doesNotHaveDuplicates();
    for (Quantity quantity : Quantity.values()) {
      assertThat(columns).contains(LayerEpochTable.column(quantity));
    }
  }

  private static void assertRoundTrip(LayerEpoch record) {
    Row bare = LayerEpochTable.toRow(record);
    Object[] values = new Object[bare.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bare.get(i);
    }
    Row row = new GenericRowWithSchema(values, LayerEpochTable.schema());
    assertThat(LayerEpochTable.fromRow(row)).isEqualTo(record);
  }

  private static TraceRecord row(int step, float... grad) {
    GradientRow gradient =
        new GradientRow("layer", grad, null, 2.0, null, null, null, null, 9L, 1.5, null, 0.5);
    RunSettings settings = new RunSettings(0.1, 8, 0.9, null, "sgd");
    return new TraceRecord(
        new Origin("memory", step), "r", 3, step, null, null, 1.0, null, settings, gradient);
  }
}
