package io.thermograd.trace.spark;

import io.thermograd.trace.Origin;
import io.thermograd.trace.RejectReason;
import io.thermograd.trace.Rejected;
import io.thermograd.trace.ScalarBlock;
import io.thermograd.trace.Series;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the sorted records of one run to blocks of its steps. Of records of one (kind, layer,
 * step, replica) the last wins; what a later session cut and gradients of another length than their
 * layer's don't count.
 */
final class RunResolver implements Iterator<Row> {
  private static final int STEPS_IN_BLOCK = 4096;

  private record GroupKey(String layer, int epoch, String path, long segment, int dimension) {}

  private static final class Group {
    private long kept;
    private long superseded;
    private long ragged;
    private final Set<String> paths = new TreeSet<>();
  }

  /** What the stretches say of a series, and the group that its latest record is of. */
  private static final class Standing {
    private final @Nullable Long cutStep;
    private final @Nullable Integer otherLength;
    private @Nullable Group group;
    private int epochOfGroup;

    private Standing(RunStretches stretches, Series series) {
      cutStep = stretches.cutStep(series);
      otherLength = stretches.otherLength(series);
    }
  }

  private final String run;
  private final Iterator<SortedRecord> input;
  private final RunStretches stretches;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();
  private final IdentityHashMap<Series, Standing> standings = new IdentityHashMap<>();
  private final Map<GroupKey, Group> groups = new LinkedHashMap<>();
  private final ScalarBlock steps = new ScalarBlock();
  private @Nullable SortedRecord ahead;
  private long read;
  private long used;
  private long superseded;
  private long ragged;
  private boolean closed;

  /**
   * A resolver.
   *
   * @param sorted the run's records, those of one series with one and the same object for it
   */
  RunResolver(String run, Iterator<SortedRecord> sorted, RunStretches stretches) {
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
      SortedRecord next = input.next();
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
    List<SortedRecord> winners = new ArrayList<>(step.size());
    for (SortedRecord next : step) {
      Standing standing = standing(next.series());
      if (standing.otherLength != null) {
        ragged++;
        group(next).ragged++;
        lose(next);
        ready.add(ResolvedTable.ragged(rejected(next, standing.otherLength)));
      } else if (standing.cutStep != null && next.step() >= standing.cutStep) {
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
        if (row.series().isGradient()) {
          group(row).kept++;
        }
      }
      used += winners.size();
      steps.add(ResolvedStep.of(winners));
      if (steps.size() == STEPS_IN_BLOCK) {
        passSteps();
      }
    }
  }

  private void passSteps() {
    ready.add(ResolvedTable.steps(run, steps));
    steps.clear();
  }

  private Rejected rejected(SortedRecord row, int expectedDimension) {
    Series series = row.series();
    return new Rejected(
        new Origin(series.path(), row.values().position()),
        RejectReason.RAGGED_GRADIENT,
        series.dimension()
            + " coordinates where layer "
            + series.layer()
            + " has "
            + expectedDimension,
        run,
        "");
  }

  private void supersede(SortedRecord row) {
    superseded++;
    if (row.series().isGradient()) {
      group(row).superseded++;
      lose(row);
    }
  }

  private void lose(SortedRecord row) {
    ready.add(
        ResolvedTable.lost(row.series().path(), row.values().position(), row.series().layer()));
  }

  private Standing standing(Series series) {
    Standing standing = standings.get(series);
    if (standing == null) {
      standing = new Standing(stretches, series);
      standings.put(series, standing);
    }
    return standing;
  }

  private Group group(SortedRecord row) {
    Series series = row.series();
    Standing standing = standing(series);
    int epoch = row.values().epoch();
    Group group = standing.group;
    if (group == null || standing.epochOfGroup != epoch) {
      GroupKey key =
          new GroupKey(
              series.layer(), epoch, series.statePath(), series.segment(), series.dimension());
      group = groups.computeIfAbsent(key, any -> new Group());
      group.paths.add(series.path());
      standing.group = group;
      standing.epochOfGroup = epoch;
    }
    return group;
  }

  private void close() {
    if (steps.size() > 0) {
      passSteps();
    }
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
