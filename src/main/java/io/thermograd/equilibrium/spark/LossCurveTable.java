package io.thermograd.equilibrium.spark;

import io.thermograd.equilibrium.LossCell;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code loss_curve}: a row per run, loss and stretch of steps, for the eye. */
public final class LossCurveTable {
  /** The table's name. */
  public static final String NAME = "loss_curve";

  public static final String RUN = "run";
  public static final String KIND = "kind";
  public static final String STEP_FROM = "step_from";
  public static final String STEP_TO = "step_to";
  public static final String N = "n";
  public static final String LOSS_LEAST = "loss_least";
  public static final String LOSS_MEDIAN = "loss_median";
  public static final String LOSS_GREATEST = "loss_greatest";

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(KIND, DataTypes.StringType, false)
          .add(STEP_FROM, DataTypes.LongType, false)
          .add(STEP_TO, DataTypes.LongType, false)
          .add(N, DataTypes.LongType, false)
          .add(LOSS_LEAST, DataTypes.DoubleType, false)
          .add(LOSS_MEDIAN, DataTypes.DoubleType, false)
          .add(LOSS_GREATEST, DataTypes.DoubleType, false);

  private LossCurveTable() {}

  /** A row of {@link #SCHEMA}. */
  public static Row toRow(String run, LossCell cell) {
    return RowFactory.create(
        run,
        cell.kind().name(),
        cell.stepFrom(),
        cell.stepTo(),
        cell.n(),
        cell.least(),
        cell.median(),
        cell.greatest());
  }
}
