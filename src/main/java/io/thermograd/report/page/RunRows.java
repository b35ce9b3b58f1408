package io.thermograd.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one run, by table, each a map from column to value, in the order of the table's key.
 *
 * @param run its summary row
 * @param tables its rows of the other tables
 */
public record RunRows(
    Map<String, @Nullable Object> run, Map<String, List<Map<String, @Nullable Object>>> tables) {

  /** What the page reads: each table with its columns; none means all of them. */
  public static final Map<String, List<String>> READ = read();

  /** The run's id. */
  public String name() {
    return String.valueOf(run.get("run"));
  }

  /** The rows of {@code table}; none when the run has none. */
  List<Map<String, @Nullable Object>> of(String table) {
    return tables.getOrDefault(table, List.of());
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> read = new LinkedHashMap<>();
    read.put(
        "layer_epoch",
        List.of(
            "run",
            "layer",
            "epoch",
            "snr",
            "snr_se",
            "snr_noise_floor",
            "grad_mean_norm",
            "grad_variance",
            "mean_over_weight",
            "sd_over_weight",
            "noise_scale",
            "sampled_fraction",
            "n",
            "step_to"));
    read.put(
        "half_life",
        List.of(
            "run",
            "layer",
            "epoch",
            "beta_source",
            "half_life_iterations",
            "half_life_langevin_time"));
    read.put("loss_curve", List.of());
    read.put("phases", List.of());
    read.put("equilibrium", List.of());
    read.put(
        "loss_bins",
        List.of(
            "run",
            "window",
            "bin",
            "lo",
            "hi",
            "count",
            "occupancy",
            "boltzmann_probability",
            "boltzmann_probability_dos"));
    read.put("entropy", List.of());
    read.put("decay", List.of());
    return read;
  }
}
