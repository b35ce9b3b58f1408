package io.thermograd.trace;

import java.util.Objects;

/**
 * Named values of a run in one file that went into no record: they have no role, aren't under the
 * name that is used for theirs, or are neither numbers nor gradients, such as images.
 *
 * @param origin the file
 * @param run the run
 * @param count how many
 */
public record UnusedValues(Origin origin, String run, long count) implements Decoded {
  public UnusedValues {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(run, "run");
    if (count < 1) {
      throw new IllegalArgumentException("Invalid count: " + count + " (must be >= 1)");
    }
  }
}
