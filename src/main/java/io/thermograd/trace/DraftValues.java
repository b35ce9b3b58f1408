package io.thermograd.trace;

import org.jspecify.annotations.Nullable;

/** The values of one record by column, in arrays that the next record reuses. */
// An EnumMap would do but for boxing every number of the hot loop.
@SuppressWarnings("EnumOrdinal")
final class DraftValues {
  private static final int COLUMNS = TraceColumn.values().length;
  private static final long SETTINGS =
      bit(TraceColumn.LR)
          | bit(TraceColumn.BATCH_SIZE)
          | bit(TraceColumn.MOMENTUM)
          | bit(TraceColumn.WEIGHT_DECAY)
          | bit(TraceColumn.OPTIMIZER);

  private final long[] wholes = new long[COLUMNS];
  private final double[] reals = new double[COLUMNS];
  private final @Nullable String[] texts = new @Nullable String[COLUMNS];
  private float @Nullable [] vector;
  private long present;

  void clear() {
    present = 0;
    vector = null;
  }

  /** Whether any of {@link RunSettings} has a value. */
  boolean hasSettings() {
    return (present & SETTINGS) != 0;
  }

  boolean has(TraceColumn column) {
    return (present & bit(column)) != 0;
  }

  void put(TraceColumn column, long value) {
    wholes[column.ordinal()] = value;
    mark(column);
  }

  void put(TraceColumn column, double value) {
    reals[column.ordinal()] = value;
    mark(column);
  }

  void put(TraceColumn column, String value) {
    texts[column.ordinal()] = value;
    mark(column);
  }

  void put(TraceColumn column, float[] value) {
    vector = value;
    mark(column);
  }

  String requiredText(TraceColumn column) {
    String text = text(column);
    if (text == null) {
      throw new NullPointerException(column.key());
    }
    return text;
  }

  long requiredWhole(TraceColumn column) {
    if (!has(column)) {
      throw new NullPointerException(column.key());
    }
    return wholes[column.ordinal()];
  }

  @Nullable String text(TraceColumn column) {
    return has(column) ? texts[column.ordinal()] : null;
  }

  @Nullable Long whole(TraceColumn column) {
    return has(column) ? (Long) wholes[column.ordinal()] : null;
  }

  /** The value of a column whose bound makes it an int. */
  @Nullable Integer small(TraceColumn column) {
    return has(column) ? (Integer) Math.toIntExact(wholes[column.ordinal()]) : null;
  }

  @Nullable Double real(TraceColumn column) {
    return has(column) ? (Double) reals[column.ordinal()] : null;
  }

  float @Nullable [] vector() {
    return vector;
  }

  private void mark(TraceColumn column) {
    present |= bit(column);
  }

  private static long bit(TraceColumn column) {
    return 1L << column.ordinal();
  }
}
