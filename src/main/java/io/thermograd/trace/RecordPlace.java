package io.thermograd.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an input record belongs, as far as it says so itself.
 *
 * @param run the run's id
 * @param step from the file's structure
 * @param micros when it was logged, since 1970-01-01T00:00Z
 * @param measures whether it holds a loss or a gradient
 */
record RecordPlace(
    @Nullable String run, @Nullable Long step, @Nullable Long micros, boolean measures) {
  private static final double MOST_SECONDS = 1e12;

  static RecordPlace of(
      List<NamedValue> values, @Nullable String run, @Nullable Long step, @Nullable Long micros) {
    NamedValue ofRun = null;
    NamedValue ofTime = null;
    boolean measures = false;
    for (NamedValue value : values) {
      measures |= value.isMeasured();
      if (value.role() == TagRole.RUN) {
        ofRun = preferred(ofRun, value);
      } else if (value.role() == TagRole.TIME && Math.abs(value.number()) <= MOST_SECONDS) {
        ofTime = preferred(ofTime, value);
      }
    }
    return new RecordPlace(
        ofRun == null ? run : ofRun.text(),
        step,
        ofTime == null ? micros : (Long) Math.round(ofTime.number() * 1e6),
        measures);
  }

  /** Of two values for one role the one whose pattern stands first. */
  static NamedValue preferred(@Nullable NamedValue best, NamedValue next) {
    return best == null || next.match().rank() < best.match().rank() ? next : best;
  }
}
