package io.thermograd.trace;

import java.util.Locale;

/** The columns of a trace, by the names that a declaration's {@code columns:} maps from. */
public enum TraceColumn {
  RUN,
  LAYER,
  EPOCH,
  STEP,
  REPLICA,
  LOGGED_AT,
  LOSS,
  FULL_LOSS,
  LR,
  BATCH_SIZE,
  GRAD,
  GRAD_KIND,
  GRAD_SQ_NORM,
  GRAD_DOT_PREV,
  GRAD_COUNT,
  GRAD_SUM,
  GRAD_SUM_SQUARES,
  N_PARAMS,
  WEIGHT_NORM,
  MOMENTUM,
  WEIGHT_DECAY,
  OPTIMIZER,
  LOSS_SCALE,
  CLIP_SCALE,
  ACCUMULATION;

  /** The column's name in files and declarations, such as {@code grad_sq_norm}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
