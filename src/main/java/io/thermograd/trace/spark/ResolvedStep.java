package io.thermograd.trace.spark;

import io.thermograd.trace.RunSettings;
import io.thermograd.trace.ScalarRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One step of a run out of the records that count there; this runs once for every step logged. */
final class ResolvedStep {
  private ResolvedStep() {}

  /** The step; means over replicas, and of settings what is known first. */
  static ScalarRecord of(List<SortedRecord> winners) {
    ScalarRecord first = winners.get(0).values();
    return new ScalarRecord(
        first.step(),
        first.epoch(),
        0,
        null,
        loss(winners),
        meanOf(winners, ScalarRecord::fullLoss),
        settings(winners));
  }

  /** The first record's, where it says all that the others do. */
  private static RunSettings settings(List<SortedRecord> winners) {
    RunSettings first = winners.get(0).values().settings();
    for (SortedRecord row : winners) {
      if (!row.values().settings().equals(first)) {
        return new RunSettings(
            first(winners, RunSettings::lr),
            first(winners, RunSettings::batchSize),
            first(winners, RunSettings::momentum),
            first(winners, RunSettings::weightDecay),
            first(winners, RunSettings::optimizer));
      }
    }
    return first;
  }

  /**
   * A gradient row carries its step's loss as well: it counts once, and a loss row speaks first.
   */
  private static @Nullable Double loss(List<SortedRecord> winners) {
    List<SortedRecord> own = new ArrayList<>(1);
    List<SortedRecord> ofFirstLayer = new ArrayList<>(1);
    for (SortedRecord row : winners) {
      if (!row.series().isGradient()) {
        own.add(row);
      } else if (row.values().loss() != null
          && (ofFirstLayer.isEmpty()
              || ofFirstLayer.get(0).series().layer().equals(row.series().layer()))) {
        ofFirstLayer.add(row);
      }
    }
    return meanOf(own.isEmpty() ? ofFirstLayer : own, ScalarRecord::loss);
  }

  private static @Nullable Double meanOf(
      List<SortedRecord> rows, Function<ScalarRecord, @Nullable Double> column) {
    double sum = 0;
    int known = 0;
    for (SortedRecord row : rows) {
      Double value = column.apply(row.values());
      if (value != null) {
        sum += value;
        known++;
      }
    }
    return known == 0 ? null : (Double) (sum / known);
  }

  private static <T> @Nullable T first(
      List<SortedRecord> rows, Function<RunSettings, @Nullable T> value) {
    for (SortedRecord row : rows) {
      T found = value.apply(row.values().settings());
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
