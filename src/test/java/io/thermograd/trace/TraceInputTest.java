package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceInputTest {

  @Test
  void aDeclaredNameIsNotAnotherColumnsByDefault() {
    Map<String, TraceColumn> names =
        input(null, Map.of(TraceColumn.GRAD, "grad_sum", TraceColumn.STEP, "it")).columnsByName();
    assertThat(names.get("grad_sum")).isEqualTo(TraceColumn.GRAD);
    assertThat(names.get("it")).isEqualTo(TraceColumn.STEP);
    assertThat(names.get("loss")).isEqualTo(TraceColumn.LOSS);
    assertThat(names).doesNotContainKey("step").doesNotContainKey("grad");
  }

  @Test
  void lossRowsHaveNoGradientColumns() {
    assertThat(input(RecordKind.LOSSES, Map.of()).columnsByName())
        .containsKeys("run", "loss", "batch_size")
        .doesNotContainKeys("layer", "grad", "n_params");
  }

  @Test
  void twoColumnsCannotBeReadFromOneName() {
    TraceInput input = input(null, Map.of(TraceColumn.GRAD_SUM, "x", TraceColumn.GRAD_COUNT, "x"));
    assertThatThrownBy(input::columnsByName)
        .hasMessage("Invalid columns: grad_count and grad_sum are both read from 'x'");
  }

  private static TraceInput input(@Nullable RecordKind kind, Map<TraceColumn, String> columns) {
    return new TraceInput("p", InputFormat.JSONL, kind, columns, SessionRule.NONE, 100);
  }
}
