package io.thermograd.moments.spark;

import io.thermograd.moments.GradientMoments;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.Series;
import io.thermograd.trace.UnusedValues;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.trace.spark.RecordTable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Makes the rows of {@link ScanTable}, as Spark holds them. */
final class ScanRows {
  private static final int WIDTH = ScanTable.SCHEMA.length();
  private static final int FIRST_QUARANTINE = WIDTH - QuarantineTable.SCHEMA.length();
  private static final int RUN = ScanTable.SCHEMA.fieldIndex(RecordTable.RUN);
  private static final int LAYER = ScanTable.SCHEMA.fieldIndex(RecordTable.LAYER);
  private static final int EPOCH = ScanTable.SCHEMA.fieldIndex(ScanTable.EPOCH);
  private static final int PATH = ScanTable.SCHEMA.fieldIndex(RecordTable.PATH);
  private static final int SEGMENT = ScanTable.SCHEMA.fieldIndex(RecordTable.SEGMENT);
  private static final int DIMENSION = ScanTable.SCHEMA.fieldIndex(RecordTable.DIMENSION);
  private static final int STATE = ScanTable.SCHEMA.fieldIndex(ScanTable.STATE);
  private static final int SOURCE = ScanTable.SCHEMA.fieldIndex(ScanTable.SOURCE);
  private static final int VALUES = ScanTable.SCHEMA.fieldIndex(ScanTable.VALUES);

  /** Names of runs, layers and files repeat; this many are kept encoded. */
  private static final int MOST_TEXTS = 4096;

  private final Map<String, UTF8String> texts = new HashMap<>();

  InternalRow records(String run, Series series, ScalarBlock block) {
    @Nullable Object[] row = row(ScanTable.RECORDS);
    put(row, 1, RecordTable.values(run, series, block));
    return new GenericInternalRow(row);
  }

  InternalRow moments(MomentsKey key, GradientMoments state) {
    @Nullable Object[] row = row(ScanTable.MOMENTS);
    row[RUN] = encoded(key.run());
    row[LAYER] = encoded(key.layer());
    row[EPOCH] = key.epoch();
    row[PATH] = encoded(key.path());
    row[SEGMENT] = key.segment();
    row[DIMENSION] = key.dimension();
    row[STATE] = state.toBytes();
    row[SOURCE] = key.source() == null ? null : encoded(key.source());
    return new GenericInternalRow(row);
  }

  InternalRow unused(UnusedValues unused) {
    @Nullable Object[] row = row(ScanTable.UNUSED);
    row[RUN] = encoded(unused.run());
    row[PATH] = encoded(unused.origin().path());
    row[VALUES] = unused.count();
    return new GenericInternalRow(row);
  }

  InternalRow rejected(Rejected rejected) {
    @Nullable Object[] row = row(ScanTable.REJECTED);
    put(row, FIRST_QUARANTINE, QuarantineTable.values(rejected));
    return new GenericInternalRow(row);
  }

  private @Nullable Object[] row(String tag) {
    @Nullable Object[] row = new @Nullable Object[WIDTH];
    row[0] = encoded(tag);
    return row;
  }

  private void put(@Nullable Object[] row, int from, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      row[from + i] = values[i] instanceof String text ? encoded(text) : values[i];
    }
  }

  private UTF8String encoded(String text) {
    UTF8String known = texts.get(text);
    if (known == null) {
      if (texts.size() == MOST_TEXTS) {
        texts.clear();
      }
      known = UTF8String.fromString(text);
      texts.put(text, known);
    }
    return known;
  }
}
