package io.thermograd.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The session rule of append-only logs. A session is a file, or what follows a drop in step inside
 * a file. One that starts at step s supersedes every row of an older session with step ≥ s: the
 * abandoned branch is another trajectory. Sessions are ordered by when their first row was logged,
 * if all say so, else by (path, position), numbers in paths counting as numbers.
 *
 * <p>A file that Spark reads in splits arrives as several segments; those that follow each other
 * without a drop are one session, so where a file is split doesn't matter. Rows of one step on both
 * sides of a split are replicas or repeats, not a resume.
 */
public final class Sessions {
  private static final Comparator<Segment> BY_PLACE =
      Comparator.comparing(Segment::path, NaturalOrder.ASCENDING)
          .thenComparingLong(Segment::firstPosition);

  private Sessions() {}

  /**
   * What is superseded of each segment.
   *
   * @param segments all segments of one (run, kind of record, layer, replica), in any order
   * @return a cut for each segment, in the given order
   */
  public static List<SegmentCut> cuts(List<Segment> segments) {
    Map<Segment, Long> cutSteps = new HashMap<>();
    List<List<Segment>> sessions = inOrder(sessions(segments));
    Long earliestLaterStart = null;
    for (int i = sessions.size() - 1; i >= 0; i--) {
      List<Segment> session = sessions.get(i);
      for (Segment segment : session) {
        if (earliestLaterStart != null && earliestLaterStart <= segment.maxStep()) {
          cutSteps.put(segment, earliestLaterStart);
        }
      }
      long start = session.get(0).firstStep();
      earliestLaterStart = earliestLaterStart == null ? start : Math.min(earliestLaterStart, start);
    }
    return segments.stream()
        .map(segment -> new SegmentCut(segment, cutSteps.get(segment)))
        .toList();
  }

  /** The sessions by (path, position), each the segments of one file without a drop between. */
  private static List<List<Segment>> sessions(List<Segment> segments) {
    List<List<Segment>> sessions = new ArrayList<>();
    @Nullable Segment previous = null;
    for (Segment segment : segments.stream().sorted(BY_PLACE).toList()) {
      if (previous == null
          || !previous.path().equals(segment.path())
          || segment.firstStep() < previous.lastStep()) {
        sessions.add(new ArrayList<>());
      }
      sessions.get(sessions.size() - 1).add(segment);
      previous = segment;
    }
    return sessions;
  }

  private static List<List<Segment>> inOrder(List<List<Segment>> sessions) {
    if (sessions.stream().anyMatch(s -> s.get(0).firstLoggedAtMicros() == null)) {
      return sessions;
    }
    // The sort is stable: sessions of one time stay in the order of (path, position).
    return sessions.stream()
        .sorted(
            Comparator.comparingLong(
                s -> Objects.requireNonNull(s.get(0).firstLoggedAtMicros(), "logged at")))
        .toList();
  }
}
