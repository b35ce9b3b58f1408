package io.thermograd.trace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way in: takes the values of one input record column by column, from whatever
 * format, and makes a {@link TraceRecord} or a {@link Rejected} of them. Here stands what a valid
 * record is; a format's decoder only says what it read.
 *
 * <p>Of several faults the first one put is the one reported. A draft is reused from record to
 * record (the hot loop allocates nothing but the result) and isn't safe for several threads.
 *
 * <p>Numbers: NaN and infinities are values of losses and gradients, for a diverged run logs them.
 * In a setting or a factor NaN is how many tools write "none", and is taken so; a weight norm that
 * isn't finite is absent.
 */
public final class RecordDraft {
  private static final String WHOLE_MODEL = "*";

  /** Seconds since 1970 whose microseconds fit into a long with room to spare. */
  private static final double MAX_SECONDS = 1e12;

  /** Beyond this a double no longer holds every whole number. */
  private static final double MAX_EXACT_WHOLE = 1L << 53;

  private final @Nullable RecordKind kind;
  private final RunFactsByPattern facts;

  private final DraftValues values = new DraftValues();

  private @Nullable RejectReason fault;
  private String faultDetail = "";

  private @Nullable String factsRun;
  private RunFacts factsOfRun = RunFacts.UNKNOWN;

  /**
   * A draft of records of one input.
   *
   * @param kind the kind that is declared of every record; null when a layer makes it a gradient
   *     row
   * @param facts where the epoch comes from in records without one
   */
  public RecordDraft(@Nullable RecordKind kind, RunFactsByPattern facts) {
    this.kind = kind;
    this.facts = facts;
  }

  /** Forgets the record before. */
  public void clear() {
    values.clear();
    fault = null;
    faultDetail = "";
  }

  /** Whether {@code column} has a value. */
  public boolean has(TraceColumn column) {
    return values.has(column);
  }

  /** Notes that the record can't be used. */
  public void reject(RejectReason reason, String detail) {
    if (fault == null) {
      fault = reason;
      faultDetail = detail;
    }
  }

  /** Notes that {@code column} holds something that it can't take. */
  public void rejectType(TraceColumn column, String found) {
    reject(RejectReason.WRONG_TYPE, column.key() + " is " + found);
  }

  /** Puts the text of a text column. */
  public void putText(TraceColumn column, String value) {
    if (column == TraceColumn.LAYER && value.equals(WHOLE_MODEL)) {
      reject(RejectReason.OUT_OF_RANGE, "layer * is kept for the whole model");
    }
    if (!WholeText.is(value)) {
      rejectType(column, "text with half a character");
    } else if (column == TraceColumn.GRAD_KIND) {
      putGradKind(value);
    } else {
      values.put(column, value);
    }
  }

  /** Puts a whole number into a numeric or time column, where it counts seconds. */
  public void putWhole(TraceColumn column, long value) {
    switch (column.type()) {
      case WHOLE -> putCount(column, value);
      case REAL -> putReal(column, (double) value);
      case TIME -> putSeconds(column, (double) value);
      case TEXT -> putText(column, Long.toString(value));
      case VECTOR -> rejectType(column, "a number");
    }
  }

  /** Puts a real number into a numeric or time column, where it counts seconds. */
  public void putReal(TraceColumn column, double value) {
    switch (column.type()) {
      case WHOLE -> putRounded(column, value);
      case REAL -> putChecked(column, value);
      case TIME -> putSeconds(column, value);
      case TEXT -> putText(column, Double.toString(value));
      case VECTOR -> rejectType(column, "a number");
    }
  }

  private void putCount(TraceColumn column, long value) {
    if (!column.bound().allows(value)) {
      rejectRange(column, Long.toString(value));
    }
    values.put(column, value);
  }

  private void putRounded(TraceColumn column, double value) {
    if (column.bound().meansAbsent(value)) {
      return;
    }
    if (Double.isInfinite(value) || Math.abs(value) > MAX_EXACT_WHOLE) {
      rejectRange(column, Double.toString(value));
    } else if (value != Math.rint(value)) {
      rejectType(column, value + " (must be whole)");
    } else {
      putCount(column, (long) value);
    }
  }

  private void putChecked(TraceColumn column, double value) {
    if (column.bound().meansAbsent(value)) {
      return;
    }
    if (!column.bound().allows(value)) {
      rejectRange(column, Double.toString(value));
    }
    values.put(column, value);
  }

  private void putSeconds(TraceColumn column, double seconds) {
    if (Math.abs(seconds) <= MAX_SECONDS) {
      putMicros(Math.round(seconds * 1e6));
    } else if (!Double.isNaN(seconds)) {
      rejectRange(column, seconds + " s");
    }
  }

  private void putGradKind(String value) {
    String name = value.toUpperCase(Locale.ROOT);
    for (GradKind known : GradKind.values()) {
      if (known.name().equals(name)) {
        values.put(TraceColumn.GRAD_KIND, name);
        return;
      }
    }
    rejectRange(TraceColumn.GRAD_KIND, "neither full nor sample nor projection");
  }

  private void rejectRange(TraceColumn column, String found) {
    reject(RejectReason.OUT_OF_RANGE, column.key() + " is " + found);
  }

  /** Puts the time of logging, in microseconds since 1970-01-01T00:00Z. */
  public void putMicros(long micros) {
    values.put(TraceColumn.LOGGED_AT, micros);
  }

  /** Puts the gradient's logged coordinates; the array is kept. */
  public void putGrad(float[] coordinates) {
    if (coordinates.length == 0) {
      rejectType(TraceColumn.GRAD, "an empty list");
    }
    values.put(TraceColumn.GRAD, coordinates);
  }

  /** The record, or why it can't be used; {@code record} is read for the quarantine only. */
  public Decoded finish(Origin origin, byte[] record) {
    if (fault == null) {
      requireWhatEveryRecordHas();
    }
    boolean gradientRow = isGradientRow();
    if (fault == null) {
      requireWhatTheKindHas(gradientRow);
    }
    int epoch = fault == null ? epoch() : 0;
    if (fault != null) {
      return unusable(fault, faultDetail, origin, record);
    }
    return new TraceRecord(
        origin,
        values.requiredText(TraceColumn.RUN),
        epoch,
        values.requiredWhole(TraceColumn.STEP),
        values.small(TraceColumn.REPLICA),
        values.whole(TraceColumn.LOGGED_AT),
        values.real(TraceColumn.LOSS),
        values.real(TraceColumn.FULL_LOSS),
        settings(),
        gradientRow ? gradientRow() : null);
  }

  /** The rejection of a record whose text is at fault, whatever was put until then. */
  public Rejected unusable(RejectReason reason, String detail, Origin origin, byte[] record) {
    return new Rejected(
        origin, reason, detail, values.text(TraceColumn.RUN), Rejected.rawOf(record));
  }

  private void requireWhatEveryRecordHas() {
    require(TraceColumn.RUN);
    require(TraceColumn.STEP);
  }

  private boolean isGradientRow() {
    return kind == null ? has(TraceColumn.LAYER) : kind == RecordKind.GRADIENTS;
  }

  private void requireWhatTheKindHas(boolean gradientRow) {
    if (gradientRow) {
      require(TraceColumn.LAYER);
      if (!has(TraceColumn.GRAD) && !has(TraceColumn.GRAD_SQ_NORM)) {
        requireMoments();
      }
    } else if (kind == null && has(TraceColumn.GRAD)) {
      reject(RejectReason.MISSING_KEY, "layer (the record has a grad)");
    } else if (!has(TraceColumn.FULL_LOSS)) {
      require(TraceColumn.LOSS);
    }
  }

  private void requireMoments() {
    if (!has(TraceColumn.GRAD_COUNT)) {
      reject(RejectReason.MISSING_KEY, "grad, grad_sq_norm or grad_count");
    }
    require(TraceColumn.GRAD_SUM);
    require(TraceColumn.GRAD_SUM_SQUARES);
  }

  private void require(TraceColumn column) {
    if (!has(column)) {
      reject(RejectReason.MISSING_KEY, column.key());
    }
  }

  private int epoch() {
    if (has(TraceColumn.EPOCH)) {
      return Math.toIntExact(values.requiredWhole(TraceColumn.EPOCH));
    }
    Integer stepsPerEpoch = factsOf(values.requiredText(TraceColumn.RUN)).stepsPerEpoch();
    if (stepsPerEpoch == null) {
      reject(RejectReason.MISSING_KEY, "epoch (and no steps_per_epoch is declared)");
      return 0;
    }
    long epoch = values.requiredWhole(TraceColumn.STEP) / stepsPerEpoch;
    if (epoch > Integer.MAX_VALUE) {
      reject(RejectReason.OUT_OF_RANGE, "epoch from steps_per_epoch: " + epoch);
      return 0;
    }
    return (int) epoch;
  }

  /** Records of one run mostly follow each other, and the patterns are slow to match. */
  private RunFacts factsOf(String run) {
    if (!run.equals(factsRun)) {
      factsRun = run;
      factsOfRun = facts.of(run);
    }
    return factsOfRun;
  }

  private RunSettings settings() {
    if (!values.hasSettings()) {
      return RunSettings.NONE;
    }
    Double lr = values.real(TraceColumn.LR);
    Integer batchSize = values.small(TraceColumn.BATCH_SIZE);
    Double momentum = values.real(TraceColumn.MOMENTUM);
    Double weightDecay = values.real(TraceColumn.WEIGHT_DECAY);
    String optimizer = values.text(TraceColumn.OPTIMIZER);
    return new RunSettings(lr, batchSize, momentum, weightDecay, optimizer);
  }

  // NullAway doesn't see that a record component of an array type is nullable.
  @SuppressWarnings("NullAway")
  private GradientRow gradientRow() {
    String gradKind = values.text(TraceColumn.GRAD_KIND);
    return new GradientRow(
        values.requiredText(TraceColumn.LAYER),
        values.vector(),
        gradKind == null ? null : GradKind.valueOf(gradKind),
        values.real(TraceColumn.GRAD_SQ_NORM),
        values.real(TraceColumn.GRAD_DOT_PREV),
        values.whole(TraceColumn.GRAD_COUNT),
        values.real(TraceColumn.GRAD_SUM),
        values.real(TraceColumn.GRAD_SUM_SQUARES),
        values.whole(TraceColumn.N_PARAMS),
        values.real(TraceColumn.WEIGHT_NORM),
        values.real(TraceColumn.LOSS_SCALE),
        values.real(TraceColumn.CLIP_SCALE));
  }
}
