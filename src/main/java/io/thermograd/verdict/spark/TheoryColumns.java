package io.thermograd.verdict.spark;

import io.thermograd.decay.TheoryCheck;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The columns of {@code runs} that say how T7 fares over the run's windows. */
final class TheoryColumns {
  private static final List<String> NUMBERS =
      List.of(
          "theory_slope",
          "theory_slope_se",
          "theory_intercept",
          "theory_intercept_se",
          "theory_chi_squared",
          "theory_p");

  private static final String WINDOWS = "theory_windows";
  private static final String REASON = "theory_reason";

  private TheoryColumns() {}

  static StructType added(StructType schema) {
    StructType result = schema;
    for (String column : NUMBERS) {
      result = result.add(column, DataTypes.DoubleType);
    }
    return result.add(WINDOWS, DataTypes.IntegerType).add(REASON, DataTypes.StringType);
  }

  static void add(TheoryCheck.Outcome outcome, List<@Nullable Object> values) {
    TheoryCheck.Outcome.Checked line =
        outcome instanceof TheoryCheck.Outcome.Checked checked ? checked : null;
    values.add(line == null ? null : line.slope());
    values.add(line == null ? null : line.slopeError());
    values.add(line == null ? null : line.intercept());
    values.add(line == null ? null : line.interceptError());
    values.add(line == null ? null : line.reducedChiSquared());
    values.add(line == null ? null : line.p());
    values.add(line == null ? null : line.points());
    values.add(
        outcome instanceof TheoryCheck.Outcome.Undetermined absent ? absent.reason().name() : null);
  }
}
