package io.thermograd.trace.spark;

import io.thermograd.trace.Segment;
import io.thermograd.trace.SegmentCut;
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
  private record Series(String kind, String layer, @Nullable Integer replica) {}

  private record Stretch(Series series, String path, long segment) {}

  /** A stretch that gradients of several lengths share is one segment. */
  private static final class Extent {
    private long firstPosition = Long.MAX_VALUE;
    private long lastPosition = -1;
    private long firstStep;
    private long lastStep;
    private long minStep = Long.MAX_VALUE;
    private long maxStep = -1;
    private @Nullable Long firstLoggedAt;

    private void add(Row row) {
      long first = row.<Long>getAs(StretchTable.FIRST_POSITION);
      long last = row.<Long>getAs(StretchTable.LAST_POSITION);
      if (first < firstPosition) {
        firstPosition = first;
        firstStep = row.<Long>getAs(StretchTable.FIRST_STEP);
        firstLoggedAt = row.getAs(StretchTable.FIRST_LOGGED_AT);
      }
      if (last > lastPosition) {
        lastPosition = last;
        lastStep = row.<Long>getAs(StretchTable.LAST_STEP);
      }
      minStep = Math.min(minStep, row.<Long>getAs(StretchTable.MIN_STEP));
      maxStep = Math.max(maxStep, row.<Long>getAs(StretchTable.MAX_STEP));
    }

    private Segment segment(Stretch stretch) {
      return new Segment(
          stretch.path, stretch.segment, firstStep, lastStep, minStep, maxStep, firstLoggedAt);
    }
  }

  private final Map<Stretch, Long> cutSteps = new HashMap<>();
  private final Map<String, Integer> expectedDimensions = new HashMap<>();

  private RunStretches() {}

  static RunStretches of(Iterator<Row> rows) {
    Map<Series, Map<Stretch, Extent>> extents = new HashMap<>();
    Map<String, Map<Integer, Long>> lengths = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      int dimension = row.<Integer>getAs(RecordTable.DIMENSION);
      String layer = row.getAs(RecordTable.LAYER);
      if (dimension > 0) {
        lengths
            .computeIfAbsent(layer, name -> new HashMap<>())
            .merge(dimension, row.<Long>getAs(StretchTable.ROWS), Long::sum);
      }
      if (row.<Boolean>getAs(RecordTable.ORDERED)) {
        Series series =
            new Series(row.getAs(RecordTable.KIND), layer, row.<Integer>getAs(RecordTable.REPLICA));
        Stretch stretch =
            new Stretch(series, row.getAs(RecordTable.PATH), row.<Long>getAs(RecordTable.SEGMENT));
        extents
            .computeIfAbsent(series, name -> new HashMap<>())
            .computeIfAbsent(stretch, name -> new Extent())
            .add(row);
      }
    }
    RunStretches stretches = new RunStretches();
    extents.values().forEach(stretches::cut);
    lengths.forEach(stretches::expect);
    return stretches;
  }

  private void cut(Map<Stretch, Extent> ofSeries) {
    List<Stretch> stretches = new ArrayList<>(ofSeries.keySet());
    List<Segment> segments = new ArrayList<>();
    ofSeries.forEach((stretch, extent) -> segments.add(extent.segment(stretch)));
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

  /** Whether a later session supersedes the record. */
  boolean isCut(SortedRecord row) {
    if (cutSteps.isEmpty() || !row.isOrdered()) {
      return false;
    }
    Series series = new Series(row.kind(), row.layer(), row.replica());
    Long cut = cutSteps.get(new Stretch(series, row.path(), row.segment()));
    return cut != null && row.step() >= cut;
  }

  /** The length that the record's gradient should have; null where its own is right. */
  @Nullable Integer otherLength(SortedRecord row) {
    Integer expected = row.dimension() == 0 ? null : expectedDimensions.get(row.layer());
    return expected == null || expected == row.dimension() ? null : expected;
  }
}
