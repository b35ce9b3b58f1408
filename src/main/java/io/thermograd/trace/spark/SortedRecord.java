package io.thermograd.trace.spark;

import io.thermograd.trace.ScalarRecord;
import io.thermograd.trace.Series;

/** A record as the sessions see it. */
record SortedRecord(Series series, ScalarRecord values) {
  long step() {
    return values.step();
  }

  /** Whether the other, of the same step, is the same mini-batch's record, logged again. */
  boolean repeats(SortedRecord other) {
    return Series.BY_SLOT.compare(series, other.series) == 0;
  }
}
