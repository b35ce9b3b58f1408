package io.thermograd.trace.spark;

import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A row of {@link RecordTable} with what its session and its layer say of it. */
final class SortedRecord {
  /** Rows from this step on are superseded by a later session; null when nothing is. */
  static final String CUT_STEP = "cut_step";

  /** The layer's gradient length; null when all its rows agree. */
  static final String EXPECTED_DIMENSION = "expected_dimension";

  static final StructType SCHEMA =
      RecordTable.SCHEMA
          .add(CUT_STEP, DataTypes.LongType, true)
          .add(EXPECTED_DIMENSION, DataTypes.IntegerType, true);

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
  private static final int CUT = SCHEMA.fieldIndex(CUT_STEP);
  private static final int EXPECTED = SCHEMA.fieldIndex(EXPECTED_DIMENSION);

  private final Row row;

  SortedRecord(Row row) {
    this.row = row;
  }

  boolean isGradient() {
    return RecordTable.isGradient(row.getString(KIND));
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
    return row.getBoolean(ORDERED) ? path() : "";
  }

  long segment() {
    return row.getLong(SEGMENT);
  }

  boolean isCut() {
    return !row.isNullAt(CUT) && step() >= row.getLong(CUT);
  }

  boolean isRagged() {
    return !row.isNullAt(EXPECTED) && dimension() > 0 && dimension() != row.getInt(EXPECTED);
  }

  int expectedDimension() {
    return row.getInt(EXPECTED);
  }

  /** Whether the other is the same mini-batch's record, logged again. */
  boolean repeats(SortedRecord other) {
    return step() == other.step()
        && row.getString(KIND).equals(other.row.getString(KIND))
        && layer().equals(other.layer())
        && Objects.equals(row.get(REPLICA), other.row.get(REPLICA));
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
