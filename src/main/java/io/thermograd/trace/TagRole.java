package io.thermograd.trace;

import java.util.Locale;

/**
 * What a named value of a log is to a trace; the name in lower case is its key under {@code tags:}.
 */
public enum TagRole {
  /** Text: the run's id. */
  RUN(Use.PLACE),
  /** Seconds since 1970, or ISO-8601 text. */
  TIME(Use.PLACE),
  /** Global iteration. */
  STEP(Use.PLACE),
  /** Pass over the data; a fraction is rounded down. */
  EPOCH(Use.SETTING),
  /** Mini-batch loss. */
  LOSS(Use.MEASURED),
  /** Loss over a whole training or validation set. */
  FULL_LOSS(Use.MEASURED),
  /** Learning rate. */
  LR(Use.OF_RUN),
  /** Examples in a mini-batch. */
  BATCH_SIZE(Use.OF_RUN),
  /** SGD momentum. */
  MOMENTUM(Use.OF_RUN),
  /** Coefficient of the L2 penalty. */
  WEIGHT_DECAY(Use.OF_RUN),
  /** Text, such as {@code sgd}. */
  OPTIMIZER(Use.OF_RUN),
  /** ‖g‖² of a layer. */
  GRAD_SQ_NORM(Use.OF_LAYER),
  /** ‖g‖ of a layer; squared on the way in. */
  GRAD_NORM(Use.OF_LAYER),
  /** ⟨g_s, g_{s−1}⟩ of a layer. */
  GRAD_DOT_PREV(Use.OF_LAYER),
  /** A layer's gradient itself: a list of coordinates, or a histogram of them. */
  GRADIENT(Use.OF_LAYER),
  /** ‖W‖ of a layer; it needs a gradient of that layer beside it. */
  WEIGHT_NORM(Use.OF_LAYER);

  private enum Use {
    PLACE,
    SETTING,
    OF_RUN,
    MEASURED,
    OF_LAYER
  }

  private final Use use;

  TagRole(Use use) {
    this.use = use;
  }

  /** Whether it says where a record belongs: run, time, step. */
  public boolean isPlace() {
    return use == Use.PLACE;
  }

  /** Whether a value holds for the steps that follow as well, until there is another. */
  public boolean isSetting() {
    return use == Use.SETTING || use == Use.OF_RUN;
  }

  /** Whether a value that is told once, beside the log, is one of the run as a whole. */
  public boolean isOfRun() {
    return use == Use.OF_RUN || this == RUN;
  }

  /** Whether it is of one layer, which the group {@code layer} of its pattern names. */
  public boolean isOfLayer() {
    return use == Use.OF_LAYER;
  }

  /** The role's key in declarations, such as {@code grad_norm}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
