package io.thermograd.trace;

import java.util.Locale;

/** The columns of a trace, by the names that a declaration's {@code columns:} maps from. */
public enum TraceColumn {
  RUN(ColumnType.TEXT, ValueBound.NONE),
  LAYER(ColumnType.TEXT, ValueBound.NONE),
  EPOCH(ColumnType.WHOLE, ValueBound.SMALL_INDEX),
  STEP(ColumnType.WHOLE, ValueBound.INDEX),
  REPLICA(ColumnType.WHOLE, ValueBound.SMALL_INDEX),
  LOGGED_AT(ColumnType.TIME, ValueBound.NONE),
  LOSS(ColumnType.REAL, ValueBound.MEASURED),
  FULL_LOSS(ColumnType.REAL, ValueBound.MEASURED),
  LR(ColumnType.REAL, ValueBound.SETTING),
  BATCH_SIZE(ColumnType.WHOLE, ValueBound.SMALL_COUNT),
  GRAD(ColumnType.VECTOR, ValueBound.NONE),
  GRAD_KIND(ColumnType.TEXT, ValueBound.NONE),
  GRAD_SQ_NORM(ColumnType.REAL, ValueBound.MEASURED_SQUARE),
  GRAD_DOT_PREV(ColumnType.REAL, ValueBound.MEASURED),
  GRAD_COUNT(ColumnType.WHOLE, ValueBound.COUNT),
  GRAD_SUM(ColumnType.REAL, ValueBound.MEASURED),
  GRAD_SUM_SQUARES(ColumnType.REAL, ValueBound.MEASURED_SQUARE),
  N_PARAMS(ColumnType.WHOLE, ValueBound.COUNT),
  WEIGHT_NORM(ColumnType.REAL, ValueBound.NORM),
  MOMENTUM(ColumnType.REAL, ValueBound.SHARE),
  WEIGHT_DECAY(ColumnType.REAL, ValueBound.SETTING),
  OPTIMIZER(ColumnType.TEXT, ValueBound.NONE),
  LOSS_SCALE(ColumnType.REAL, ValueBound.FACTOR),
  CLIP_SCALE(ColumnType.REAL, ValueBound.FACTOR),
  ACCUMULATION(ColumnType.WHOLE, ValueBound.SMALL_COUNT);

  private final ColumnType type;
  private final ValueBound bound;

  TraceColumn(ColumnType type, ValueBound bound) {
    this.type = type;
    this.bound = bound;
  }

  /** What its values are. */
  public ColumnType type() {
    return type;
  }

  /** What numbers it allows. */
  ValueBound bound() {
    return bound;
  }

  /** Whether it is of the layer or its gradient, and so has no place in a loss row. */
  public boolean ofGradient() {
    return switch (this) {
      case LAYER,
          GRAD,
          GRAD_KIND,
          GRAD_SQ_NORM,
          GRAD_DOT_PREV,
          GRAD_COUNT,
          GRAD_SUM,
          GRAD_SUM_SQUARES,
          N_PARAMS,
          WEIGHT_NORM,
          LOSS_SCALE,
          CLIP_SCALE,
          ACCUMULATION ->
          true;
      default -> false;
    };
  }

  /** The column's name in files and declarations, such as {@code grad_sq_norm}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
