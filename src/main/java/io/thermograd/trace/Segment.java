package io.thermograd.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A maximal stretch of one file, or of one split of a file, in which the steps of one (run, kind of
 * record, layer, replica) don't fall.
 *
 * @param path the file
 * @param firstPosition the position of the stretch's first row
 * @param firstStep the first row's step
 * @param lastStep the last row's step
 * @param minStep the least step
 * @param maxStep the greatest step
 * @param firstLoggedAtMicros when the first row was logged; null when it doesn't say
 */
public record Segment(
    String path,
    long firstPosition,
    long firstStep,
    long lastStep,
    long minStep,
    long maxStep,
    @Nullable Long firstLoggedAtMicros) {
  public Segment {
    Objects.requireNonNull(path, "path");
    if (!(minStep <= firstStep && firstStep <= lastStep && lastStep <= maxStep)) {
      throw new IllegalArgumentException(
          "Invalid segment: steps "
              + firstStep
              + " to "
              + lastStep
              + " in ["
              + minStep
              + ", "
              + maxStep
              + "]");
    }
  }
}
