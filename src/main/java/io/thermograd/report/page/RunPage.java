package io.thermograd.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the page holds of one run, as JSON: the rows of {@code equilibrium}, {@code phases} and
 * {@code decay} as they are, and the series behind the charts as columns, thinned.
 */
public final class RunPage {
  /**
   * Layers that are drawn, at most, beside the whole model: evenly spaced, and the page says so.
   */
  static final int MAX_LAYERS = 12;

  private static final String WHOLE_MODEL = "*";
  private static final int SKETCH_POINTS = 40;

  private final RunRows rows;
  private final int points;

  private RunPage(RunRows rows, int points) {
    this.rows = rows;
    this.points = points;
  }

  /** The run's JSON, with at most {@code points} points a series. */
  public static String json(RunRows rows, int points) {
    return PageJson.of(new RunPage(rows, points).content());
  }

  /**
   * The run as the overview shows it, as JSON: its row of {@code runs}, and two small curves; where
   * its charts are elsewhere also two more, so that an index can lay runs over each other.
   *
   * @param page where its charts are, if not in the same page
   */
  public static String entry(RunRows rows, @Nullable String page) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>(rows.run());
    entry.put("page", page);
    List<Map<String, @Nullable Object>> model =
        rows.of("layer_epoch").stream()
            .filter(row -> WHOLE_MODEL.equals(row.get("layer")))
            .toList();
    Map<String, @Nullable Object> sketch = new LinkedHashMap<>();
    sketch.put("snr", sketch(model, "epoch", List.of("epoch", "snr")));
    if (page == null) {
      List<String> columns = List.of("step_from", "entropy_corrected");
      sketch.put("entropy", sketch(resolved(rows), "step_from", columns));
    } else {
      addOverlay(sketch, rows);
    }
    entry.put("sketch", sketch);
    return PageJson.of(entry);
  }

  private static void addOverlay(Map<String, @Nullable Object> sketch, RunRows rows) {
    sketch.put(
        "entropy",
        sketch(
            resolved(rows),
            "step_from",
            List.of("step_from", "step_to", "entropy_corrected", "entropy_corrected_se")));
    Map<String, List<Map<String, @Nullable Object>>> losses =
        grouped(rows.of("loss_curve"), "kind");
    losses.values().stream()
        .findFirst()
        .ifPresent(
            loss ->
                sketch.put("loss", sketch(loss, "step_from", List.of("step_from", "loss_median"))));
    List<Map<String, @Nullable Object>> halfLives =
        rows.of("half_life").stream()
            .filter(row -> WHOLE_MODEL.equals(row.get("layer")))
            .filter(row -> "BOLTZMANN".equals(row.get("beta_source")))
            .toList();
    sketch.put("half_life", sketch(halfLives, "epoch", List.of("epoch", "half_life_iterations")));
  }

  private static Map<String, @Nullable Object> sketch(
      List<Map<String, @Nullable Object>> rows, String time, List<String> columns) {
    return Series.of(rows, time, SKETCH_POINTS, columns);
  }

  private static List<Map<String, @Nullable Object>> resolved(RunRows rows) {
    return rows.of("entropy").stream().filter(row -> "OK".equals(row.get("status"))).toList();
  }

  private Map<String, @Nullable Object> content() {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> equilibrium = rows.of("equilibrium");
    content.put("equilibrium", equilibrium.isEmpty() ? null : equilibrium.get(0));
    content.put("phases", rows.of("phases"));
    content.put("decay", rows.of("decay"));
    addLayers(content);
    content.put(
        "losses",
        grouped(rows.of("loss_curve"), "kind").entrySet().stream()
            .map(
                kind ->
                    named(
                        Map.of("kind", kind.getKey()),
                        series(
                            kind.getValue(),
                            "step_from",
                            List.of(
                                "step_from",
                                "step_to",
                                "loss_least",
                                "loss_median",
                                "loss_greatest"))))
            .toList());
    content.put(
        "bins",
        Series.of(
            rows.of("loss_bins"),
            "bin",
            Integer.MAX_VALUE,
            List.of(
                "lo",
                "hi",
                "count",
                "occupancy",
                "boltzmann_probability",
                "boltzmann_probability_dos")));
    content.put(
        "windows",
        series(
            rows.of("entropy"),
            "step_from",
            List.of(
                "window",
                "step_from",
                "step_to",
                "beta",
                "beta_se",
                "entropy_corrected",
                "entropy_corrected_se",
                "chain_rule_rate",
                "approximate_rate",
                "exact_rate",
                "observed_rate",
                "observed_rate_se",
                "status")));
    return content;
  }

  private void addLayers(Map<String, @Nullable Object> content) {
    Map<String, List<Map<String, @Nullable Object>>> layers =
        grouped(rows.of("layer_epoch"), "layer");
    List<String> names =
        layers.keySet().stream().filter(name -> !name.equals(WHOLE_MODEL)).toList();
    List<String> shown = new ArrayList<>(List.of(WHOLE_MODEL));
    Series.evenly(names.size(), MAX_LAYERS).forEach(i -> shown.add(names.get(i)));
    if (names.size() > MAX_LAYERS) {
      content.put("layers_in_tables", names.size());
    }
    List<Object> signal = new ArrayList<>();
    List<Object> halfLives = new ArrayList<>();
    Map<String, List<Map<String, @Nullable Object>>> ofLayer =
        grouped(rows.of("half_life"), "layer");
    for (String layer : shown) {
      List<Map<String, @Nullable Object>> epochs = layers.get(layer);
      if (epochs != null) {
        signal.add(
            named(
                Map.of("layer", layer),
                series(
                    epochs,
                    "epoch",
                    List.of(
                        "epoch",
                        "n",
                        "snr",
                        "snr_se",
                        "snr_noise_floor",
                        "grad_mean_norm",
                        "grad_variance",
                        "mean_over_weight",
                        "sd_over_weight",
                        "noise_scale"))));
      }
      grouped(ofLayer.getOrDefault(layer, List.of()), "beta_source")
          .forEach(
              (source, half) ->
                  halfLives.add(
                      named(
                          Map.of("layer", layer, "beta_source", source),
                          series(
                              half,
                              "epoch",
                              List.of(
                                  "epoch", "half_life_iterations", "half_life_langevin_time")))));
    }
    content.put("layers", signal);
    content.put("half_lives", halfLives);
  }

  private Map<String, @Nullable Object> series(
      List<Map<String, @Nullable Object>> of, String time, List<String> columns) {
    return Series.of(of, time, points, columns);
  }

  private static Map<String, @Nullable Object> named(
      Map<String, String> names, Map<String, @Nullable Object> series) {
    Map<String, @Nullable Object> all = new TreeMap<>(names);
    all.putAll(series);
    return all;
  }

  private static Map<String, List<Map<String, @Nullable Object>>> grouped(
      List<Map<String, @Nullable Object>> of, String column) {
    Map<String, List<Map<String, @Nullable Object>>> groups = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : of) {
      groups.computeIfAbsent(String.valueOf(row.get(column)), name -> new ArrayList<>()).add(row);
    }
    return groups;
  }
}
