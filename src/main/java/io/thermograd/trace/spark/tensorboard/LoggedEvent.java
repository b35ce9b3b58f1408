package io.thermograd.trace.spark.tensorboard;

import java.util.List;
import java.util.Objects;

/**
 * One record of an event file.
 *
 * @param wallTime when it was logged, in seconds since 1970
 * @param step the step that it names, as its writer counts them
 * @param values what it logs
 * @param skipped values that are neither numbers nor histograms, such as images, texts and those of
 *     other plugins
 */
public record LoggedEvent(double wallTime, long step, List<LoggedValue> values, int skipped) {
  public LoggedEvent {
    Objects.requireNonNull(values, "values");
  }
}
