package io.thermograd.trace.spark;

import io.thermograd.trace.Segment;
import io.thermograd.trace.SegmentCut;
import io.thermograd.trace.Series;
import io.thermograd.trace.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the stretches of one run say of its records: what is cut, and how long gradients are. */
final class RunStretches {
  /** What a session is of: one replica of one layer, since each may have a file of its own. */
  private record Slot(String kind, String layer, @Nullable Integer replica) {}

  private record Stretch(Slot slot, String path, long segment) {}

  /** A stretch that gradients of several lengths share is one segment. */
  private static final class Extent {
    private long firstPosition = Long.MAX_VALUE;
    private long minStep = Long.MAX_VALUE;
    private long maxStep = -1;
    private @Nullable Long firstLoggedAt;

    private void add(Row row) {
      long first = row.<Long>getAs(RecordTable.FIRST_POSITION);
      if (first < firstPosition) {
        firstPosition = first;
        firstLoggedAt = row.getAs(RecordTable.FIRST_LOGGED_AT);
      }
      minStep = Math.min(minStep, row.<Long>getAs(RecordTable.MIN_STEP));
      maxStep = Math.max(maxStep, row.<Long>getAs(RecordTable.MAX_STEP));
    }

    /** The steps of a stretch don't fall: the least is the first. */
    private Segment segment(Stretch stretch) {
      return new Segment(
          stretch.path, stretch.segment, minStep, maxStep, minStep, maxStep, firstLoggedAt);
    }
  }

  private final Map<Stretch, Long> cutSteps = new HashMap<>();
  private final Map<String, Integer> expectedDimensions = new HashMap<>();

  private RunStretches() {}

  static RunStretches of(Iterator<Row> rows) {
    Map<Slot, Map<Stretch, Extent>> extents = new HashMap<>();
    Map<String, Map<Integer, Long>> lengths = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      int dimension = row.<Integer>getAs(RecordTable.DIMENSION);
      String layer = row.getAs(RecordTable.LAYER);
      if (dimension > 0) {
        lengths
            .computeIfAbsent(layer, name -> new HashMap<>())
            .merge(dimension, row.<Long>getAs(RecordTable.ROWS), Long::sum);
      }
      if (row.<Boolean>getAs(RecordTable.ORDERED)) {
        Slot slot =
            new Slot(row.getAs(RecordTable.KIND), layer, row.<Integer>getAs(RecordTable.REPLICA));
        Stretch stretch =
            new Stretch(slot, row.getAs(RecordTable.PATH), row.<Long>getAs(RecordTable.SEGMENT));
        extents
            .computeIfAbsent(slot, name -> new HashMap<>())
            .computeIfAbsent(stretch, name -> new Extent())
            .add(row);
      }
    }
    RunStretches stretches = new RunStretches();
    extents.values().forEach(stretches::cut);
    lengths.forEach(stretches::expect);
    return stretches;
  }

  private void cut(Map<Stretch, Extent> ofSlot) {
    List<Stretch> stretches = new ArrayList<>(ofSlot.keySet());
    List<Segment> segments = new ArrayList<>();
    ofSlot.forEach((stretch, extent) -> segments.add(extent.segment(stretch)));
    List<SegmentCut> cuts = Sessions.cuts(segments);
    for (int i = 0; i < cuts.size(); i++) {
      Long step = cuts.get(i).cutStep();
      if (step != null) {
        cutSteps.put(stretches.get(i), step);
      }
    }
  }

  /** The length that most of a layer's gradients have; of equals the longest. */
  private void expect(String layer, Map<Integer, Long> rowsByLength) {
    int expected = 0;
    long most = 0;
    for (Map.Entry<Integer, Long> entry : rowsByLength.entrySet()) {
      boolean longer = entry.getKey() > expected;
      if (entry.getValue() > most || (entry.getValue() == most && longer)) {
        most = entry.getValue();
        expected = entry.getKey();
      }
    }
    if (rowsByLength.size() > 1) {
      expectedDimensions.put(layer, expected);
    }
  }

  /** The step from which on a later session supersedes the records; null if none does. */
  @Nullable Long cutStep(Series series) {
    if (cutSteps.isEmpty() || !series.isOrdered()) {
      return null;
    }
    Slot slot = new Slot(series.kind().name(), series.layer(), series.replica());
    return cutSteps.get(new Stretch(slot, series.path(), series.segment()));
  }

  /** The length that the records' gradients should have; null where their own is right. */
  @Nullable Integer otherLength(Series series) {
    Integer expected = series.dimension() == 0 ? null : expectedDimensions.get(series.layer());
    return expected == null || expected == series.dimension() ? null : expected;
  }
}
