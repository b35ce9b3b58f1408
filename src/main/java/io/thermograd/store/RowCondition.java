package io.thermograd.store;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A condition on the rows of a table as Spark SQL's text, in which Delta takes what a write
 * replaces.
 *
 * @param sql the text
 */
public record RowCondition(String sql) {

  /** Whether a column of text holds one of {@code values}; no row does when there are none. */
  public static RowCondition isIn(String column, Collection<String> values) {
    return new RowCondition(
        values.isEmpty()
            ? "false"
            : values.stream()
                .map(RowCondition::literal)
                .collect(Collectors.joining(", ", column + " in (", ")")));
  }

  /** Whether a column is null. */
  public static RowCondition isNull(String column) {
    return new RowCondition(column + " is null");
  }

  public RowCondition and(RowCondition other) {
    return new RowCondition("(" + sql + ") and (" + other.sql + ")");
  }

  public RowCondition or(RowCondition other) {
    return new RowCondition("(" + sql + ") or (" + other.sql + ")");
  }

  /** Spark's strings end at a quote, and a backslash begins an escape. */
  private static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
