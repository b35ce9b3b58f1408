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

  @Nullable Double real(String column) {
    int index = RecordTable.SCHEMA.fieldIndex(column);
    return row.isNullAt(index) ? null : (Double) row.getDouble(index);
  }

  @Nullable Integer whole(String column) {
    int index = RecordTable.SCHEMA.fieldIndex(column);
    return row.isNullAt(index) ? null : (Integer) row.getInt(index);
  }

  @Nullable String text(String column) {
    return row.getString(RecordTable.SCHEMA.fieldIndex(column));
  }
}
