package io.thermograd.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as columns for a chart: at most so many points, picked evenly in the logarithm of the time
 * since the first, the first and the last always among them; reals to five significant digits.
 */
final class Series {
  private static final MathContext CHART = new MathContext(5, RoundingMode.HALF_EVEN);

  private Series() {}

  /** The named columns of {@code rows}, thinned by {@code time}, which increases. */
  static Map<String, @Nullable Object> of(
      List<Map<String, @Nullable Object>> rows, String time, int points, List<String> columns) {
    List<Map<String, @Nullable Object>> kept =
        thinned(
            rows.stream().sorted(Comparator.comparingDouble(row -> number(row.get(time)))).toList(),
            time,
            points);
    Map<String, @Nullable Object> series = new LinkedHashMap<>();
    for (String column : columns) {
      List<@Nullable Object> values = new ArrayList<>(kept.size());
      boolean any = false;
      for (Map<String, @Nullable Object> row : kept) {
        Object value = chartValue(row.get(column));
        values.add(value);
        any |= value != null;
      }
      series.put(column, any ? values : null);
    }
    if (kept.size() < rows.size()) {
      series.put("of", rows.size());
    }
    return series;
  }

  private static List<Map<String, @Nullable Object>> thinned(
      List<Map<String, @Nullable Object>> rows, String time, int points) {
    if (rows.size() <= points) {
      return rows;
    }
    double first = number(rows.get(0).get(time));
    double span = Math.log1p(number(rows.get(rows.size() - 1).get(time)) - first);
    List<Map<String, @Nullable Object>> kept = new ArrayList<>();
    int lastCell = -1;
    for (int i = 0; i < rows.size(); i++) {
      double at = Math.log1p(number(rows.get(i).get(time)) - first);
      int cell =
          span > 0 ? (int) ((points - 2) * at / span) : (int) ((long) i * points / rows.size());
      if (cell != lastCell || i == rows.size() - 1) {
        kept.add(rows.get(i));
        lastCell = cell;
      }
    }
    return kept;
  }

  /** At most {@code most} of {@code n} indices, evenly spaced, with both ends. */
  static List<Integer> evenly(int n, int most) {
    if (n <= most) {
      return IntStream.range(0, n).boxed().toList();
    }
    return IntStream.range(0, most).mapToObj(i -> (int) ((long) i * (n - 1) / (most - 1))).toList();
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  private static @Nullable Object chartValue(@Nullable Object value) {
    if (!(value instanceof Double real)) {
      return value;
    }
    return Double.isFinite(real) ? new BigDecimal(real).round(CHART).stripTrailingZeros() : null;
  }
}
