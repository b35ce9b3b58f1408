package io.thermograd.signal.spark;

import io.thermograd.signal.NoTrend;
import io.thermograd.signal.Trend;
import io.thermograd.signal.TrendOutcome;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that one trend takes in a table: its numbers, or the reason why there are none.
 *
 * @param prefix of the columns' names: what the trend is of
 */
record TrendTable(String prefix) {
  private static final String SLOPE = "_slope";
  private static final String SLOPE_LOW = "_slope_low";
  private static final String SLOPE_HIGH = "_slope_high";
  private static final String P = "_p";
  private static final String P_PREWHITENED = "_p_prewhitened";
  private static final String AR1 = "_ar1";
  private static final String POINTS = "_points";
  private static final String BLOCK_LENGTH = "_block_length";
  private static final String REASON = "_reason";
  private static final int COLUMNS = 9;

  String pColumn() {
    return prefix + P;
  }

  StructType addTo(StructType schema) {
    return schema
        .add(prefix + SLOPE, DataTypes.DoubleType)
        .add(prefix + SLOPE_LOW, DataTypes.DoubleType)
        .add(prefix + SLOPE_HIGH, DataTypes.DoubleType)
        .add(prefix + P, DataTypes.DoubleType)
        .add(prefix + P_PREWHITENED, DataTypes.DoubleType)
        .add(prefix + AR1, DataTypes.DoubleType)
        .add(prefix + POINTS, DataTypes.IntegerType)
        .add(prefix + BLOCK_LENGTH, DataTypes.IntegerType)
        .add(prefix + REASON, DataTypes.StringType);
  }

  void write(TrendOutcome outcome, List<@Nullable Object> values) {
    if (outcome instanceof Trend trend) {
      values.add(trend.slope());
      values.add(trend.low());
      values.add(trend.high());
      values.add(trend.pValue());
      values.add(trend.preWhitenedPValue());
      values.add(trend.ar1());
      values.add(trend.points());
      values.add(trend.blockLength());
      values.add(null);
    } else if (outcome instanceof NoTrend absent) {
      for (int i = 1; i < COLUMNS; i++) {
        values.add(null);
      }
      values.add(absent.reason().name());
    }
  }

  TrendOutcome read(Row row) {
    Object reason = row.get(row.fieldIndex(prefix + REASON));
    if (reason != null) {
      return new NoTrend(NoTrend.Reason.valueOf(reason.toString()));
    }
    return new Trend(
        row.getInt(row.fieldIndex(prefix + POINTS)),
        number(row, SLOPE),
        number(row, SLOPE_LOW),
        number(row, SLOPE_HIGH),
        number(row, P),
        number(row, P_PREWHITENED),
        number(row, AR1),
        row.getInt(row.fieldIndex(prefix + BLOCK_LENGTH)));
  }

  private double number(Row row, String suffix) {
    return row.getDouble(row.fieldIndex(prefix + suffix));
  }
}
