package io.thermograd.trace.spark;

import io.thermograd.trace.RecordKind;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceRecord;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A record without its vector: what the sessions, the counts and the loss series need. A row per
 * valid record read; never written to an output.
 */
public final class RecordTable {
  public static final String RUN = "run";
  public static final String KIND = "kind";

  /** Empty in a loss row. */
  public static final String LAYER = "layer";

  public static final String EPOCH = "epoch";
  public static final String STEP = "step";
  public static final String REPLICA = "replica";
  public static final String LOGGED_AT = "logged_at";
  public static final String PATH = "path";
  public static final String POSITION = "position";

  /** {@link SessionRule#APPEND_ONLY} or not. */
  public static final String ORDERED = "ordered";

  /** Position of the first record of the stretch without a drop in step; 0 in unordered input. */
  public static final String SEGMENT = "segment";

  /** Logged coordinates of the gradient; 0 without. */
  public static final String DIMENSION = "dimension";

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
          .add(KIND, DataTypes.StringType, false)
          .add(LAYER, DataTypes.StringType, false)
          .add(EPOCH, DataTypes.IntegerType, false)
          .add(STEP, DataTypes.LongType, false)
          .add(REPLICA, DataTypes.IntegerType, true)
          .add(LOGGED_AT, DataTypes.LongType, true)
          .add(PATH, DataTypes.StringType, false)
          .add(POSITION, DataTypes.LongType, false)
          .add(ORDERED, DataTypes.BooleanType, false)
          .add(SEGMENT, DataTypes.LongType, false)
          .add(DIMENSION, DataTypes.IntegerType, false)
          .add(LOSS, DataTypes.DoubleType, true)
          .add(FULL_LOSS, DataTypes.DoubleType, true)
          .add(LR, DataTypes.DoubleType, true)
          .add(BATCH_SIZE, DataTypes.IntegerType, true)
          .add(MOMENTUM, DataTypes.DoubleType, true)
          .add(WEIGHT_DECAY, DataTypes.DoubleType, true)
          .add(OPTIMIZER, DataTypes.StringType, true);

  private RecordTable() {}

  /**
   * The values of a row, in the schema's order.
   *
   * @param trace the record
   * @param rule the session rule of its input
   * @param segment position of the first record of its stretch
   */
  public static @Nullable Object[] values(TraceRecord trace, SessionRule rule, long segment) {
    var gradient = trace.gradient();
    var settings = trace.settings();
    float @Nullable [] grad = gradient == null ? null : gradient.grad();
    return new @Nullable Object[] {
      trace.run(),
      trace.kind().name(),
      gradient == null ? "" : gradient.layer(),
      trace.epoch(),
      trace.step(),
      trace.replica(),
      trace.loggedAtMicros(),
      trace.origin().path(),
      trace.origin().position(),
      rule == SessionRule.APPEND_ONLY,
      segment,
      grad == null ? 0 : grad.length,
      trace.loss(),
      trace.fullLoss(),
      settings.lr(),
      settings.batchSize(),
      settings.momentum(),
      settings.weightDecay(),
      settings.optimizer()
    };
  }

  /** Whether {@code kind}, as a row holds it, is a gradient row's. */
  public static boolean isGradient(String kind) {
    return kind.equals(RecordKind.GRADIENTS.name());
  }
}
