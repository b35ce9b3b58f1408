package io.thermograd.trace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What later sessions leave of a segment.
 *
 * @param segment the segment
 * @param cutStep rows with this step or a later one are superseded; null when none is
 */
public record SegmentCut(Segment segment, @Nullable Long cutStep) {
  public SegmentCut {
    Objects.requireNonNull(segment, "segment");
  }

  /** Whether every row of the segment is superseded. */
  public boolean whole() {
    return cutStep != null && cutStep <= segment.minStep();
  }
}
