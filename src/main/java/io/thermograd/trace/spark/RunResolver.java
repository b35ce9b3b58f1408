package io.thermograd.trace.spark;

import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the records of one run, sorted by (step, kind, layer, replica, logged_at, path,
 * position), to one row per step. Of records of one (kind, layer, step, replica) the last wins;
 * what a later session cut and gradients of another length than their layer's don't count.
 */
final class RunResolver implements Iterator<Row> {
  private record GroupKey(String layer, int epoch, String path, long segment, int dimension) {}

  private static final class Group {
    private long kept;
    private long superseded;
    private long ragged;
    private final Set<String> paths = new TreeSet<>();
  }

  private final String run;
  private final Iterator<Row> input;
  private final RunStretches stretches;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();
  private final Map<GroupKey, Group> groups = new LinkedHashMap<>();
  private @Nullable SortedRecord ahead;
  private long read;
  private long used;
  private long superseded;
  private long ragged;
  private boolean closed;

  RunResolver(String run, Iterator<Row> sorted, RunStretches stretches) {
    this.run = run;
    this.input = sorted;
    this.stretches = stretches;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      List<SortedRecord> step = nextStep();
      if (!step.isEmpty()) {
        resolve(step);
      } else if (!closed) {
        closed = true;
        close();
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /** All records of the next step; empty at the end. */
  private List<SortedRecord> nextStep() {
    List<SortedRecord> step = new ArrayList<>();
    if (ahead != null) {
      step.add(ahead);
      ahead = null;
    }
    while (input.hasNext()) {
      SortedRecord next = new SortedRecord(input.next());
      read++;
      if (!step.isEmpty() && step.get(0).step() != next.step()) {
        ahead = next;
        break;
      }
      step.add(next);
    }
    return step;
  }

  private void resolve(List<SortedRecord> step) {
    List<SortedRecord> winners = new ArrayList<>();
    for (SortedRecord next : step) {
      Integer otherLength = stretches.otherLength(next);
      if (otherLength != null) {
        ragged++;
        group(next).ragged++;
        lose(next);
        ready.add(ResolvedTable.ragged(rejected(next, otherLength)));
      } else if (stretches.isCut(next)) {
        supersede(next);
      } else {
        int last = winners.size() - 1;
        if (last >= 0 && winners.get(last).repeats(next)) {
          supersede(winners.set(last, next));
        } else {
          winners.add(next);
        }
      }
    }
    if (!winners.isEmpty()) {
      for (SortedRecord row : winners) {
        if (row.isGradient()) {
          group(row).kept++;
        }
      }
      used += winners.size();
      ready.add(stepRow(winners));
    }
  }

  private Rejected rejected(SortedRecord row, int expectedDimension) {
    return new Rejected(
        new Origin(row.path(), row.position()),
        RejectReason.RAGGED_GRADIENT,
        row.dimension() + " coordinates where layer " + row.layer() + " has " + expectedDimension,
        run,
        "");
  }

  private void supersede(SortedRecord row) {
    superseded++;
    if (row.isGradient()) {
      group(row).superseded++;
      lose(row);
    }
  }

  private void lose(SortedRecord row) {
    ready.add(ResolvedTable.lost(row.path(), row.position(), row.layer()));
  }

  private Group group(SortedRecord row) {
    Group group =
        groups.computeIfAbsent(
            new GroupKey(row.layer(), row.epoch(), row.statePath(), row.segment(), row.dimension()),
            key -> new Group());
    group.paths.add(row.path());
    return group;
  }

  /** One row per step out of the records that count there; this runs once for every step logged. */
  private Row stepRow(List<SortedRecord> winners) {
    SortedRecord first = winners.get(0);
    return ResolvedTable.step(
        run,
        first.step(),
        first.epoch(),
        loss(winners),
        meanOf(winners, SortedRecord.FULL_LOSS),
        first(winners, row -> row.real(SortedRecord.LR)),
        first(winners, row -> row.whole(SortedRecord.BATCH_SIZE)),
        first(winners, row -> row.real(SortedRecord.MOMENTUM)),
        first(winners, row -> row.real(SortedRecord.WEIGHT_DECAY)),
        first(winners, row -> row.text(SortedRecord.OPTIMIZER)));
  }

  /**
   * A gradient row carries its step's loss as well: it counts once, and a loss row speaks first.
   */
  private static @Nullable Double loss(List<SortedRecord> winners) {
    List<SortedRecord> own = new ArrayList<>(1);
    List<SortedRecord> ofFirstLayer = new ArrayList<>(1);
    for (SortedRecord row : winners) {
      if (!row.isGradient()) {
        own.add(row);
      } else if (row.real(SortedRecord.LOSS) != null
          && (ofFirstLayer.isEmpty() || ofFirstLayer.get(0).layer().equals(row.layer()))) {
        ofFirstLayer.add(row);
      }
    }
    return meanOf(own.isEmpty() ? ofFirstLayer : own, SortedRecord.LOSS);
  }

  private static @Nullable Double meanOf(List<SortedRecord> rows, int column) {
    double sum = 0;
    int known = 0;
    for (SortedRecord row : rows) {
      Double value = row.real(column);
      if (value != null) {
        sum += value;
        known++;
      }
    }
    return known == 0 ? null : (Double) (sum / known);
  }

  private static <T> @Nullable T first(
      List<SortedRecord> rows, Function<SortedRecord, @Nullable T> value) {
    for (SortedRecord row : rows) {
      T found = value.apply(row);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void close() {
    groups.forEach(
        (key, group) -> {
          if (group.superseded + group.ragged > 0) {
            ready.add(
                ResolvedTable.group(
                    RowFactory.create(
                        run,
                        key.layer,
                        key.epoch,
                        key.path,
                        key.segment,
                        key.dimension,
                        group.kept,
                        group.superseded,
                        group.paths.toArray(String[]::new))));
          }
        });
    ready.add(ResolvedTable.counts(run, read, used, superseded, ragged));
  }
}
