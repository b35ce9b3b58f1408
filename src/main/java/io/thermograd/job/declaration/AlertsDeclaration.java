package io.thermograd.job.declaration;

import io.thermograd.alerts.AlertRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the runs of a store after each batch.
 *
 * @param rules the rules
 * @param lines a local file of JSON lines; null for none
 * @param prometheus a local file for node_exporter's textfile collector; null for none
 */
public record AlertsDeclaration(
    List<AlertRule> rules, @Nullable String lines, @Nullable String prometheus) {
  /** Nothing is told. */
  public static final AlertsDeclaration NONE = new AlertsDeclaration(List.of(), null, null);

  public AlertsDeclaration {
    rules = List.copyOf(rules);
  }
}
