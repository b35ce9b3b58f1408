package io.thermograd.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What some records of a trace amount to: runs, layers, steps, epochs, levels, rejections. */
public final class TraceCensus {
  /** Names beyond this are counted no more: a census stays small whatever it is of. */
  public static final int MOST_NAMES = 10_000;

  private static final int MOST_EXAMPLES = 3;

  private final TreeMap<String, Long> latestLossStep = new TreeMap<>();
  private final TreeSet<String> layers = new TreeSet<>();
  private final TreeSet<Integer> epochs = new TreeSet<>();
  private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
  private final List<String> examples = new ArrayList<>();
  private final Map<String, TraceLevel> levels = new HashMap<>();
  private long withLoss;
  private long fullLosses;
  private long gradientRows;
  private long withLr;
  private long withBatchSize;
  private long fallingSteps;
  private long firstStep = Long.MAX_VALUE;
  private long lastStep = -1;

  /** Adds a record. */
  public void add(Decoded decoded) {
    if (decoded instanceof TraceRecord record) {
      addRecord(record);
    } else if (decoded instanceof Rejected bad) {
      rejected.merge(bad.reason(), 1L, Long::sum);
      String example = bad.reason() + ": " + bad.detail();
      if (examples.size() < MOST_EXAMPLES && !examples.contains(example)) {
        examples.add(example);
      }
    }
  }

  private void addRecord(TraceRecord record) {
    firstStep = Math.min(firstStep, record.step());
    lastStep = Math.max(lastStep, record.step());
    withLr += record.settings().lr() == null ? 0 : 1;
    withBatchSize += record.settings().batchSize() == null ? 0 : 1;
    withLoss += record.loss() == null ? 0 : 1;
    if (epochs.size() < MOST_NAMES) {
      epochs.add(record.epoch());
    }
    GradientRow gradient = record.gradient();
    Long before = latestLossStep.getOrDefault(record.run(), -1L);
    if (gradient == null) {
      fullLosses += record.fullLoss() == null ? 0 : 1;
      fallingSteps += record.step() < before ? 1 : 0;
      before = record.step();
    } else {
      gradientRows++;
      levels.merge(record.run(), levelOf(gradient), TraceCensus::richer);
      if (layers.size() < MOST_NAMES) {
        layers.add(gradient.layer());
      }
    }
    if (latestLossStep.size() < MOST_NAMES || latestLossStep.containsKey(record.run())) {
      latestLossStep.put(record.run(), before);
    }
  }

  private static TraceLevel levelOf(GradientRow row) {
    if (row.grad() != null) {
      return TraceLevel.VECTOR;
    }
    if (row.sqNorm() == null) {
      return TraceLevel.ELEMENT;
    }
    return row.dotPrev() == null ? TraceLevel.NORM : TraceLevel.DOT;
  }

  private static TraceLevel richer(TraceLevel one, TraceLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The runs. */
  public List<String> runs() {
    return List.copyOf(latestLossStep.keySet());
  }

  /** The layers. */
  public List<String> layers() {
    return List.copyOf(layers);
  }

  /** The poorest level of the runs that have gradients; null if none has. */
  public @Nullable TraceLevel level() {
    return levels.isEmpty() ? null : Collections.min(levels.values());
  }

  /** How many of the runs are of each level, the poorest first. */
  public Map<TraceLevel, Long> runsByLevel() {
    Map<TraceLevel, Long> counts = new EnumMap<>(TraceLevel.class);
    levels.values().forEach(level -> counts.merge(level, 1L, Long::sum));
    return counts;
  }

  /** Records with a mini-batch loss. */
  public long withLoss() {
    return withLoss;
  }

  /** Rows with a loss over a whole set. */
  public long fullLosses() {
    return fullLosses;
  }

  /** Gradient rows. */
  public long gradientRows() {
    return gradientRows;
  }

  /** Valid records. */
  public boolean isEmpty() {
    return lastStep < 0;
  }

  /** Whether any record says its learning rate. */
  public boolean hasLr() {
    return withLr > 0;
  }

  /** Whether any record says its batch size. */
  public boolean hasBatchSize() {
    return withBatchSize > 0;
  }

  /** How often the steps of a run's losses fall, as a resumed run's do. */
  public long fallingSteps() {
    return fallingSteps;
  }

  /** The least step; only of a census that isn't empty. */
  public long firstStep() {
    return firstStep;
  }

  /** The greatest step; only of a census that isn't empty. */
  public long lastStep() {
    return lastStep;
  }

  /** The epochs. */
  public List<Integer> epochs() {
    return List.copyOf(epochs);
  }

  /** Rejected records by reason. */
  public Map<RejectReason, Long> rejected() {
    return Map.copyOf(rejected);
  }

  /** How many records were rejected. */
  public long rejectedRecords() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A few of the rejections in words. */
  public List<String> examples() {
    return List.copyOf(examples);
  }
}
