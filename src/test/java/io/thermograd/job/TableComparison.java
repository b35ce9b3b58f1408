package io.thermograd.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * Whether two executions found the same: discrete columns are equal, squared moments to 1e-12 of
 * E‖g‖², other numbers to 1e-8.
 */
final class TableComparison {
  /** Of E‖g‖². */
  private static final double OF_SECOND_MOMENT = 1e-12;

  private static final double OF_FITS = 1e-8;

  private static final String SECOND_MOMENT = "grad_second_moment";

  private static final Set<String> SQUARED_MOMENTS =
      Set.of(SECOND_MOMENT, "grad_variance", "grad_signal_squared");

  private static final Map<String, List<String>> KEYS =
      Map.of(
          "layer_epoch", List.of("run", "layer", "epoch"),
          "phases", List.of("run", "layer"),
          "loss_curve", List.of("run", "kind", "step_from"),
          "loss_bins", List.of("run", "window", "bin"),
          "equilibrium", List.of("run"),
          "entropy", List.of("run", "window"),
          "decay", List.of("run", "model"),
          "half_life", List.of("run", "layer", "epoch", "beta_source"),
          "runs", List.of("run"));

  private TableComparison() {}

  /** The rows of every table by their keys. */
  static Map<String, Map<String, Row>> byKey(Function<String, List<Row>> tables) {
    Map<String, Map<String, Row>> all = new TreeMap<>();
    KEYS.forEach(
        (name, key) -> {
          Map<String, Row> byKey = new TreeMap<>();
          for (Row row : tables.apply(name)) {
            Row other =
                byKey.put(
                    key.stream().map(k -> String.valueOf(row.<Object>getAs(k))).toList().toString(),
                    row);
            if (other != null) {
              throw new AssertionError(name + " has two rows of one key: " + row);
            }
          }
          all.put(name, byKey);
        });
    return all;
  }

  /** What differs, but for the columns {@code except}; empty if nothing does. */
  static List<String> differences(
      Map<String, Map<String, Row>> expected,
      Map<String, Map<String, Row>> found,
      Set<String> except) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, table) -> {
          Map<String, Row> other = found.getOrDefault(name, Map.of());
          if (!other.keySet().equals(table.keySet())) {
            differences.add(name + ": rows " + other.keySet() + " and not " + table.keySet());
          }
          table.forEach(
              (key, row) -> {
                Row there = other.get(key);
                if (there != null) {
                  differences(name + key, row, there, except, differences);
                }
              });
        });
    return differences;
  }

  private static void differences(
      String what, Row row, Row other, Set<String> except, List<String> differences) {
    for (String column : row.schema().fieldNames()) {
      Object a = row.getAs(column);
      Object b = other.getAs(column);
      if (!except.contains(column) && !agree(column, row, a, b)) {
        differences.add(what + " " + column + ": " + a + " and " + b);
      }
    }
  }

  private static boolean agree(String column, Row row, @Nullable Object a, @Nullable Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      double scale =
          SQUARED_MOMENTS.contains(column) && row.schema().getFieldIndex(SECOND_MOMENT).isDefined()
              ? OF_SECOND_MOMENT * row.<Double>getAs(SECOND_MOMENT)
              : OF_FITS * Math.max(Math.abs(x), Math.abs(y));
      return x.equals(y) || Math.abs(x - y) <= scale;
    }
    if (a instanceof Row x && b instanceof Row y) {
      return x.length() == y.length()
          && IntStream.range(0, x.length()).allMatch(i -> agree("", row, x.get(i), y.get(i)));
    }
    if (a instanceof Seq<?> x && b instanceof Seq<?> y) {
      return x.length() == y.length()
          && IntStream.range(0, x.length()).allMatch(i -> agree("", row, x.apply(i), y.apply(i)));
    }
    return Objects.equals(a, b);
  }
}
