package io.thermograd.alerts;

import java.util.Objects;

/**
 * A rule that holds for a run.
 *
 * @param rule the rule
 * @param run the run
 * @param verdict the run's verdict
 * @param sinceBatch the first of the batches in a row at which it held
 */
public record Alert(AlertRule rule, String run, String verdict, long sinceBatch) {
  public Alert {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(verdict, "verdict");
  }

  /** The alert in a line. */
  public String text() {
    return "alert "
        + rule.name()
        + ": "
        + run
        + " ("
        + rule.when()
        + "; "
        + verdict
        + ", since batch "
        + sinceBatch
        + ")";
  }
}
