package io.thermograd.alerts;

import java.util.Objects;

/**
 * A declared rule.
 *
 * @param name its name
 * @param when a condition on a run, as an expression of Spark SQL over the columns of the table
 *     {@code runs}, {@code previous.COLUMN} and {@code new}
 * @param effect what follows when it holds for a run
 */
public record AlertRule(String name, String when, Effect effect) {
  /** What an alert does beside being told. */
  public enum Effect {
    TELL,
    /** The job, though done, ends with an exit code of its own. */
    FAIL
  }

  public AlertRule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(effect, "effect");
  }
}
