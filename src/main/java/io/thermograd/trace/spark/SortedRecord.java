package io.thermograd.trace.spark;

import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A row of {@link RecordTable}. */
final class SortedRecord {
  private static final int KIND = RecordTable.SCHEMA.fieldIndex(RecordTable.KIND);
  private static final int LAYER = RecordTable.SCHEMA.fieldIndex(RecordTable.LAYER);
  private static final int EPOCH = RecordTable.SCHEMA.fieldIndex(RecordTable.EPOCH);
  private static final int STEP = RecordTable.SCHEMA.fieldIndex(RecordTable.STEP);
  private static final int REPLICA = RecordTable.SCHEMA.fieldIndex(RecordTable.REPLICA);
  private static final int PATH = RecordTable.SCHEMA.fieldIndex(RecordTable.PATH);
  private static final int POSITION = RecordTable.SCHEMA.fieldIndex(RecordTable.POSITION);
  private static final int ORDERED = RecordTable.SCHEMA.fieldIndex(RecordTable.ORDERED);
  private static final int SEGMENT = RecordTable.SCHEMA.fieldIndex(RecordTable.SEGMENT);
  private static final int DIMENSION = RecordTable.SCHEMA.fieldIndex(RecordTable.DIMENSION);

  static final int LOSS = RecordTable.SCHEMA.fieldIndex(RecordTable.LOSS);
  static final int FULL_LOSS = RecordTable.SCHEMA.fieldIndex(RecordTable.FULL_LOSS);
  static final int LR = RecordTable.SCHEMA.fieldIndex(RecordTable.LR);
  static final int BATCH_SIZE = RecordTable.SCHEMA.fieldIndex(RecordTable.BATCH_SIZE);
  static final int MOMENTUM = RecordTable.SCHEMA.fieldIndex(RecordTable.MOMENTUM);
  static final int WEIGHT_DECAY = RecordTable.SCHEMA.fieldIndex(RecordTable.WEIGHT_DECAY);
  static final int OPTIMIZER = RecordTable.SCHEMA.fieldIndex(RecordTable.OPTIMIZER);

  private final Row row;

  SortedRecord(Row row) {
    this.row = row;
  }

  String kind() {
    return row.getString(KIND);
  }

  boolean isGradient() {
    return RecordTable.isGradient(kind());
  }

  boolean isOrdered() {
    return row.getBoolean(ORDERED);
  }

  @Nullable Integer replica() {
    return row.isNullAt(REPLICA) ? null : (Integer) row.getInt(REPLICA);
  }

  String layer() {
    return row.getString(LAYER);
  }

  int epoch() {
    return row.getInt(EPOCH);
  }

  long step() {
    return row.getLong(STEP);
  }

  String path() {
    return row.getString(PATH);
  }

  long position() {
    return row.getLong(POSITION);
  }

  int dimension() {
    return row.getInt(DIMENSION);
  }

  /** The path by which the row's partial moments are kept: empty in unordered input. */
  String statePath() {
    return isOrdered() ? path() : "";
  }

  long segment() {
    return row.getLong(SEGMENT);
  }

  /** Whether the other is the same mini-batch's record, logged again. */
  boolean repeats(SortedRecord other) {
    return step() == other.step()
        && kind().equals(other.kind())
        && layer().equals(other.layer())
        && Objects.equals(replica(), other.replica());
  }

  /** The real number in a column, by its index above; null when absent. */
  @Nullable Double real(int column) {
    return row.isNullAt(column) ? null : (Double) row.getDouble(column);
  }

  /** The whole number in a column, by its index above; null when absent. */
  @Nullable Integer whole(int column) {
    return row.isNullAt(column) ? null : (Integer) row.getInt(column);
  }

  /** The text in a column, by its index above; null when absent. */
  @Nullable String text(int column) {
    return row.getString(column);
  }
}
