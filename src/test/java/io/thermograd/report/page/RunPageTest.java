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
  void anIndexHasWhatAnOverlayNeedsOfTheWholeModel() throws IOException {
    RunRows rows =
        new RunRows(
            row("run", "r"),
            Map.of(
                "layer_epoch", List.of(row("layer", "*", "epoch", 0, "snr", 2.0)),
                "entropy",
                    List.of(
                        row("status", "OK", "step_from", 0, "step_to", 9, "entropy_corrected", 3.0),
                        row("status", "UNRESOLVED", "step_from", 10, "entropy_corrected", 9.0)),
                "loss_curve", List.of(row("kind", "BATCH", "step_from", 0, "loss_median", 0.5)),
                "half_life",
                    List.of(
                        row(
                            "layer",
                            "*",
                            "beta_source",
                            "SGD",
                            "epoch",
                            0,
                            "half_life_iterations",
                            1.0),
                        row(
                            "layer",
                            "fc1",
                            "beta_source",
                            "BOLTZMANN",
                            "epoch",
                            0,
                            "half_life_iterations",
                            2.0),
                        row(
                            "layer",
                            "*",
                            "beta_source",
                            "BOLTZMANN",
                            "epoch",
                            0,
                            "half_life_iterations",
                            7.0))));
    JsonNode sketch = JSON.readTree(RunPage.entry(rows, "report/a.html#/run/0")).get("sketch");
    assertThat(sketch.get("entropy").get("entropy_corrected").toString()).isEqualTo("[3]");
    assertThat(sketch.get("loss").get("loss_median").toString()).isEqualTo("[0.5]");
    assertThat(sketch.get("half_life").get("half_life_iterations").toString()).isEqualTo("[7]");
    assertThat(JSON.readTree(RunPage.entry(rows, null)).get("sketch").has("loss")).isFalse();
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
