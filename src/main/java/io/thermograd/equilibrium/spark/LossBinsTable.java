package io.thermograd.equilibrium.spark;

import io.thermograd.equilibrium.LossBin;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The table {@code loss_bins}: a row per run, window and bin. Window 0, the equilibrium region, has
 * every bin; later windows those they visited. Absent probabilities: the window's fit is absent, or
 * the bin is the under- or overflow.
 */
public final class LossBinsTable {
  /** The table's name. */
  public static final String NAME = "loss_bins";

  public static final String RUN = "run";
  public static final String WINDOW = "window";
  public static final String BIN = "bin";
  public static final String LO = "lo";
  public static final String HI = "hi";
  public static final String COUNT = "count";
  public static final String OCCUPANCY = "occupancy";
  public static final String BOLTZMANN_PROBABILITY = "boltzmann_probability";
  public static final String BOLTZMANN_PROBABILITY_DOS = "boltzmann_probability_dos";
  public static final String PROBABILITY_SLOPE = "probability_slope";
  public static final String GRAD_SIGNAL_SQUARED = "grad_signal_squared";

  /** The columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(WINDOW, DataTypes.IntegerType, false)
          .add(BIN, DataTypes.IntegerType, false)
          .add(LO, DataTypes.DoubleType)
          .add(HI, DataTypes.DoubleType)
          .add(COUNT, DataTypes.LongType, false)
          .add(OCCUPANCY, DataTypes.DoubleType, false)
          .add(BOLTZMANN_PROBABILITY, DataTypes.DoubleType)
          .add(BOLTZMANN_PROBABILITY_DOS, DataTypes.DoubleType)
          .add(PROBABILITY_SLOPE, DataTypes.DoubleType)
          .add(GRAD_SIGNAL_SQUARED, DataTypes.DoubleType);

  private LossBinsTable() {}

  /** A row of {@link #SCHEMA}. */
  public static Row toRow(LossBin bin) {
    return RowFactory.create(
        bin.run(),
        bin.window(),
        bin.bin(),
        bin.lo(),
        bin.hi(),
        bin.count(),
        bin.occupancy(),
        bin.boltzmannProbability(),
        bin.boltzmannProbabilityDos(),
        bin.probabilitySlope(),
        bin.gradSignalSquared());
  }
}
