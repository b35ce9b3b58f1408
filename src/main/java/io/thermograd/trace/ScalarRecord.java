package io.thermograd.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a record says beside its gradient and its names.
 *
 * @param step global iteration
 * @param epoch pass over the data
 * @param position where in its file it was read
 * @param loggedAtMicros microseconds since 1970-01-01T00:00Z; null when unknown
 * @param loss mini-batch loss, finite or not; null when none was logged
 * @param fullLoss loss over the whole set; null when none was logged
 * @param settings the hyper-parameters it logs
 */
public record ScalarRecord(
    long step,
    int epoch,
    long position,
    @Nullable Long loggedAtMicros,
    @Nullable Double loss,
    @Nullable Double fullLoss,
    RunSettings settings) {

  public ScalarRecord {
    Objects.requireNonNull(settings, "settings");
  }

  /** Of a whole record. */
  public static ScalarRecord of(TraceRecord trace) {
    return new ScalarRecord(
        trace.step(),
        trace.epoch(),
        trace.origin().position(),
        trace.loggedAtMicros(),
        trace.loss(),
        trace.fullLoss(),
        trace.settings());
  }
}
