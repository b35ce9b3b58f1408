package io.thermograd.decay.spark;

import io.thermograd.decay.BetaSource;
import io.thermograd.decay.DecayReason;
import io.thermograd.decay.DecayTimeUnit;
import io.thermograd.decay.HalfLifePoint;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code half_life}: one row per run, layer, epoch and source of β.
 *
 * <p>{@code decay_constant} and {@code half_life_second_moment} are in {@code time_unit}; the
 * half-life stands in the column of its unit.
 */
public final class HalfLifeTable {
  /** The table's name. */
  public static final String NAME = "half_life";

  public static final String RUN = "run";
  public static final String LAYER = "layer";
  public static final String EPOCH = "epoch";
  public static final String BETA_SOURCE = "beta_source";
  private static final String TIME_UNIT = "time_unit";
  private static final String DECAY_CONSTANT = "decay_constant";
  private static final String HALF_LIFE_ITERATIONS = "half_life_iterations";
  private static final String HALF_LIFE_LANGEVIN_TIME = "half_life_langevin_time";
  private static final String HALF_LIFE_SECOND_MOMENT = "half_life_second_moment";
  private static final String REASON = "reason";

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(LAYER, DataTypes.StringType, false)
          .add(EPOCH, DataTypes.IntegerType, false)
          .add(BETA_SOURCE, DataTypes.StringType, false)
          .add(TIME_UNIT, DataTypes.StringType, false)
          .add(DECAY_CONSTANT, DataTypes.DoubleType)
          .add(HALF_LIFE_ITERATIONS, DataTypes.DoubleType)
          .add(HALF_LIFE_LANGEVIN_TIME, DataTypes.DoubleType)
          .add(HALF_LIFE_SECOND_MOMENT, DataTypes.DoubleType)
          .add(REASON, DataTypes.StringType);

  private HalfLifeTable() {}

  /** Writes one point of a run as a row of {@link #SCHEMA}. */
  public static Row toRow(String run, HalfLifePoint point) {
    DecayReason reason = point.reason();
    return RowFactory.create(
        run,
        point.layer(),
        point.epoch(),
        point.betaSource().name(),
        point.unit().name(),
        point.decayConstant(),
        point.unit() == DecayTimeUnit.ITERATION ? point.halfLife() : null,
        point.unit() == DecayTimeUnit.LANGEVIN_TIME ? point.halfLife() : null,
        point.halfLifeSecondMoment(),
        reason == null ? null : reason.name());
  }

  /** The run of a row. */
  public static String run(Row row) {
    return row.getString(row.fieldIndex(RUN));
  }

  /** Reads what {@link #toRow} wrote, in whatever order the columns come. */
  public static HalfLifePoint fromRow(Row row) {
    DecayTimeUnit unit = DecayTimeUnit.valueOf(row.getString(row.fieldIndex(TIME_UNIT)));
    String reason = row.getString(row.fieldIndex(REASON));
    return new HalfLifePoint(
        row.getString(row.fieldIndex(LAYER)),
        row.getInt(row.fieldIndex(EPOCH)),
        BetaSource.valueOf(row.getString(row.fieldIndex(BETA_SOURCE))),
        unit,
        number(row, DECAY_CONSTANT),
        switch (unit) {
          case ITERATION -> number(row, HALF_LIFE_ITERATIONS);
          case LANGEVIN_TIME -> number(row, HALF_LIFE_LANGEVIN_TIME);
        },
        number(row, HALF_LIFE_SECOND_MOMENT),
        reason == null ? null : DecayReason.valueOf(reason));
  }

  private static @Nullable Double number(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? null : Double.valueOf(row.getDouble(index));
  }
}
