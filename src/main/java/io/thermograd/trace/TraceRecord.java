package io.thermograd.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One valid record of a trace: the loss at a step, and for a gradient row one layer's gradient
 * there.
 *
 * @param origin where it was read
 * @param run the run's id, any text
 * @param epoch pass over the data, 0-based
 * @param step global iteration, 0-based
 * @param replica which of several replicas of this step; null when the record doesn't say
 * @param loggedAtMicros microseconds since 1970-01-01T00:00Z; null when unknown
 * @param loss mini-batch loss before the update; may be NaN or infinite (a diverged run); null only
 *     in a gradient row, and in a loss row that holds the full loss alone
 * @param fullLoss loss over the whole training or validation set
 * @param settings the hyper-parameters it logs
 * @param gradient the gradient half; null in a loss row
 */
public record TraceRecord(
    Origin origin,
    String run,
    int epoch,
    long step,
    @Nullable Integer replica,
    @Nullable Long loggedAtMicros,
    @Nullable Double loss,
    @Nullable Double fullLoss,
    RunSettings settings,
    @Nullable GradientRow gradient)
    implements Decoded {

  public TraceRecord {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(settings, "settings");
    if (epoch < 0 || step < 0) {
      throw new IllegalArgumentException("Invalid epoch or step: " + epoch + ", " + step);
    }
    if (gradient == null && loss == null && fullLoss == null) {
      throw new IllegalArgumentException("Invalid loss row: no loss");
    }
  }

  /** Which kind of record this is. */
  public RecordKind kind() {
    return gradient == null ? RecordKind.LOSSES : RecordKind.GRADIENTS;
  }
}
