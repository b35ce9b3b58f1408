package io.thermograd.alerts;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A metric of Prometheus, of type gauge.
 *
 * @param name its name
 * @param help what it says, one line
 * @param samples its values by labels
 */
public record Gauge(String name, String help, List<Sample> samples) {
  /**
   * A value.
   *
   * @param labels names and values
   * @param value the value
   */
  public record Sample(Map<String, String> labels, double value) {
    public Sample {
      labels = Map.copyOf(labels);
    }
  }

  public Gauge {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("Invalid metric: " + name);
    }
    Objects.requireNonNull(help, "help");
    samples = List.copyOf(samples);
  }

  /** A gauge of one value without labels. */
  public static Gauge of(String name, String help, double value) {
    return new Gauge(name, help, List.of(new Sample(Map.of(), value)));
  }
}
