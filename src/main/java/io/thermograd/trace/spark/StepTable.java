package io.thermograd.trace.spark;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The scalar series of a run: one row per step, after sessions and repeats are resolved. Means over
 * replicas; never written to an output.
 */
public final class StepTable {
  public static final String RUN = "run";
  public static final String STEP = "step";
  public static final String EPOCH = "epoch";

  /** May be NaN or infinite (a diverged run); null when only gradients were logged. */
  public static final String LOSS = "loss";

  public static final String FULL_LOSS = "full_loss";
  public static final String LR = "lr";
  public static final String BATCH_SIZE = "batch_size";
  public static final String MOMENTUM = "momentum";
  public static final String WEIGHT_DECAY = "weight_decay";
  public static final String OPTIMIZER = "optimizer";

  public static final StructType SCHEMA =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(STEP, DataTypes.LongType, false)
          .add(EPOCH, DataTypes.IntegerType, false)
          .add(LOSS, DataTypes.DoubleType, true)
          .add(FULL_LOSS, DataTypes.DoubleType, true)
          .add(LR, DataTypes.DoubleType, true)
          .add(BATCH_SIZE, DataTypes.IntegerType, true)
          .add(MOMENTUM, DataTypes.DoubleType, true)
          .add(WEIGHT_DECAY, DataTypes.DoubleType, true)
          .add(OPTIMIZER, DataTypes.StringType, true);

  private StepTable() {}
}
