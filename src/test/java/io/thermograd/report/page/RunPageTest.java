package io.thermograd.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Map<String, @Nullable Object> row(@Nullable Object... pairs) {
    Map<String, @Nullable Object> row = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return row;
  }

  private static RunRows run(List<Map<String, @Nullable Object>> layers) {
    return new RunRows(row("run", "r", "verdict", "LEARNING"), Map.of("layer_epoch", layers));
  }

  private static JsonNode page(RunRows rows, int points) throws IOException {
    return JSON.readTree(RunPage.json(rows, points));
  }

  @Test
  void aLongSeriesIsThinnedEvenlyInLogTimeWithBothEnds() throws IOException {
    List<Map<String, @Nullable Object>> epochs = new ArrayList<>();
    for (int epoch = 9999; epoch >= 0; epoch--) {
      epochs.add(row("layer", "*", "epoch", epoch, "snr", 1.0 / (1 + epoch)));
    }
    JsonNode layer = page(run(epochs), 100).get("layers").get(0);
    JsonNode kept = layer.get("epoch");
    assertThat(kept.size()).isBetween(50, 100);
    assertThat(kept.get(0).asInt()).isZero();
    assertThat(kept.get(kept.size() - 1).asInt()).isEqualTo(9999);
    assertThat(layer.get("of").asInt()).isEqualTo(10_000);
    assertThat(layer.get("snr").get(kept.size() - 1).asDouble()).isEqualTo(1e-4);
  }

  @Test
  void chartsHaveFiveDigitsAndAbsentValuesAreNull() throws IOException {
    JsonNode layer =
        page(
                run(
                    List.of(
                        row("layer", "*", "epoch", 0, "snr", 1.23456789),
                        row("layer", "*", "epoch", 1, "snr", null),
                        row("layer", "*", "epoch", 2, "snr", Double.NaN))),
                10)
            .get("layers")
            .get(0);
    assertThat(layer.get("snr").toString()).isEqualTo("[1.2346,null,null]");
    assertThat(layer.has("noise_scale")).isFalse();
  }

  @Test
  void manyLayersAreThinnedAndThePageIsTold() throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    rows.add(row("layer", "*", "epoch", 0, "snr", 1.0));
    for (int i = 0; i < 40; i++) {
      rows.add(row("layer", "layer" + i, "epoch", 0, "snr", 1.0));
    }
    JsonNode page = page(run(rows), 10);
    assertThat(page.get("layers").size()).isEqualTo(1 + RunPage.MAX_LAYERS);
    assertThat(page.get("layers").get(1).get("layer").asText()).isEqualTo("layer0");
    assertThat(page.get("layers").get(12).get("layer").asText()).isEqualTo("layer39");
    assertThat(page.get("layers_in_tables").asInt()).isEqualTo(40);
  }

  @Test
  void noTextEndsTheScriptThatHoldsIt() throws IOException {
    RunRows rows =
        run(
            List.of(
                row("layer", "</script><script>alert(1)</script>\u2028", "epoch", 0, "snr", 1.0)));
    String json = RunPage.json(rows, 10);
    assertThat(json).doesNotContain("<").doesNotContain("\u2028");
    assertThat(JSON.readTree(json).get("layers").get(0).get("layer").asText())
        .isEqualTo("</script><script>alert(1)</script>\u2028");
    assertThat(RunPage.entry(rows, null)).contains("\"run\":\"r\"").doesNotContain("page");
  }

  @Test
  void thePageNamesTheHashOfEachScriptAndAsksForNothing() throws IOException {
    StringBuilder html = new StringBuilder();
    Page.write("<img src=x>", "{}", List.of("{}"), html);
    assertThat(html.toString())
        .contains("default-src 'none'; script-src 'sha256-")
        .contains("<title>&lt;img src=x&gt;</title>")
        .doesNotContain("unsafe-inline")
        .doesNotContain("src=\"")
        .doesNotContain("@POLICY@", "@STYLE@", "@TITLE@", "@DATA@");
  }
}
