package io.thermograd.trace.spark;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of one column. Where a batch holds them as numbers of a dictionary, as Parquet
 * stores names that repeat, each is decoded once a batch.
 */
final class Texts {
  private static final int MOST_HELD = 1 << 12;

  private final RepeatedText repeated;
  private final @Nullable String[] byId = new @Nullable String[MOST_HELD];
  private @Nullable WritableColumnVector ids;
  private int held;

  Texts(RepeatedText repeated) {
    this.repeated = repeated;
  }

  /** The texts that follow are those of a batch. */
  void begin(ColumnVector texts) {
    ids =
        texts instanceof WritableColumnVector vector && vector.hasDictionary()
            ? vector.getDictionaryIds()
            : null;
    Arrays.fill(byId, 0, held, null);
    held = 0;
  }

  /** The text at {@code place} of a row, the nth of its batch. */
  String of(InternalRow row, int place, int nth) {
    int id = ids == null ? MOST_HELD : ids.getDictId(nth);
    if (id >= MOST_HELD) {
      return repeated.of(row.getUTF8String(place));
    }
    String known = byId[id];
    if (known == null) {
      known = repeated.of(row.getUTF8String(place));
      byId[id] = known;
      held = Math.max(held, id + 1);
    }
    return known;
  }
}
