package io.thermograd.alerts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Metrics in Prometheus' text format 0.0.4, as node_exporter's textfile collector reads it.
 *
 * <p>Reference: prometheus.io/docs/instrumenting/exposition_formats.
 */
public final class PrometheusText {
  private PrometheusText() {}

  /** The text of {@code gauges}; every one has the label {@code job} beside its own. */
  public static String of(String job, List<Gauge> gauges) {
    StringBuilder text = new StringBuilder();
    for (Gauge gauge : gauges) {
      text.append("# HELP ").append(gauge.name()).append(' ').append(gauge.help()).append('\n');
      text.append("# TYPE ").append(gauge.name()).append(" gauge\n");
      for (Gauge.Sample sample : gauge.samples()) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        labels.put("job", job);
        text.append(gauge.name())
            .append(
                labels.entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                    .collect(Collectors.joining(",", "{", "} ")))
            .append(sample.value())
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
