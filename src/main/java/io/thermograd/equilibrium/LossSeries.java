package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.descriptive.moment.Mean;
import org.hipparchus.stat.descriptive.moment.Variance;
import org.jspecify.annotations.Nullable;

/**
 * The losses of one run, in order of their steps; only finite ones. Immutable.
 *
 * <p>A part of a series is a view of the same arrays: of a run of 10^7 steps there is no room for a
 * copy of each.
 */
public final class LossSeries {
  private static final double LARGEST = 1e150;

  private final EnergyKind kind;
  private final long[] step;
  private final int[] epoch;
  private final int begin;
  private final double[] loss;
  private final int firstLoss;
  private final int size;
  private final long nonFinite;

  /**
   * A series of all that the arrays hold. They are not copied: the caller must not change them.
   *
   * @param kind which loss
   * @param step the iterations, strictly increasing
   * @param epoch the pass over the data of each
   * @param loss the losses, finite
   * @param nonFinite NaN and infinite losses that were left out
   */
  public LossSeries(EnergyKind kind, long[] step, int[] epoch, double[] loss, long nonFinite) {
    this(kind, step, epoch, 0, loss, 0, loss.length, nonFinite);
    if (step.length != loss.length || epoch.length != loss.length) {
      throw new IllegalArgumentException(
          "Invalid loss series: "
              + step.length
              + " steps, "
              + epoch.length
              + " epochs, "
              + loss.length
              + " losses");
    }
    for (int i = 0; i < loss.length; i++) {
      if (!Double.isFinite(loss[i])) {
        throw new IllegalArgumentException("Invalid loss at step " + step[i] + ": " + loss[i]);
      }
      if (i > 0 && step[i] <= step[i - 1]) {
        throw new IllegalArgumentException(
            "Invalid loss series: step " + step[i] + " follows step " + step[i - 1]);
      }
    }
  }

  private LossSeries(
      EnergyKind kind,
      long[] step,
      int[] epoch,
      int begin,
      double[] loss,
      int firstLoss,
      int size,
      long nonFinite) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.step = step;
    this.epoch = epoch;
    this.begin = begin;
    this.loss = loss;
    this.firstLoss = firstLoss;
    this.size = size;
    this.nonFinite = nonFinite;
  }

  /** Gathers a series in the order of its steps, in 20 bytes a loss. */
  public static final class Builder {
    private final EnergyKind kind;
    private final ArrayParts<long[]> steps = new ArrayParts<>(long[]::new);
    private final ArrayParts<int[]> epochs = new ArrayParts<>(int[]::new);
    private final ArrayParts<double[]> losses = new ArrayParts<>(double[]::new);
    private long[] step = new long[0];
    private int[] epoch = new int[0];
    private double[] loss = new double[0];
    private int filled;
    private int size;
    private long nonFinite;

    /** A series without losses. */
    public Builder(EnergyKind kind) {
      this.kind = kind;
    }

    /** Adds a finite loss; of any other it counts that there was one. */
    public void add(long atStep, int inEpoch, double value) {
      if (!Double.isFinite(value)) {
        nonFinite++;
        return;
      }
      if (filled == step.length) {
        step = steps.next(size);
        epoch = epochs.next(size);
        loss = losses.next(size);
        filled = 0;
      }
      step[filled] = atStep;
      epoch[filled] = inEpoch;
      loss[filled++] = value;
      size++;
    }

    /** The series of what was added; to be called once. */
    public LossSeries build() {
      return new LossSeries(
          kind, steps.joined(size), epochs.joined(size), losses.joined(size), nonFinite);
    }
  }

  /** Which loss. */
  public EnergyKind kind() {
    return kind;
  }

  /** Losses held. */
  public int size() {
    return size;
  }

  /** NaN and infinite losses that were left out; a part of a series counts none. */
  public long nonFinite() {
    return nonFinite;
  }

  /** The iteration of the i-th loss. */
  public long step(int i) {
    return step[begin + Objects.checkIndex(i, size)];
  }

  /** The pass over the data of the i-th loss. */
  public int epoch(int i) {
    return epoch[begin + Objects.checkIndex(i, size)];
  }

  /** The i-th loss. */
  public double loss(int i) {
    return loss[firstLoss + Objects.checkIndex(i, size)];
  }

  /** The losses in the order of their steps. */
  public DoubleStream losses() {
    return losses(0, size);
  }

  /** The losses of indices {@code from} (included) to {@code to} (excluded). */
  public DoubleStream losses(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return Arrays.stream(loss, firstLoss + from, firstLoss + to);
  }

  /** Mean of the losses of indices {@code from} (included) to {@code to} (excluded). */
  double mean(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return new Mean().evaluate(loss, firstLoss + from, to - from);
  }

  /** Sample variance of the losses of indices {@code from} (included) to {@code to} (excluded). */
  double variance(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return new Variance().evaluate(loss, firstLoss + from, to - from);
  }

  /** The losses of steps {@code from} to {@code to}, both included; counts no non-finite ones. */
  public LossSeries slice(long from, long to) {
    return sliceIndices(firstIndexFrom(from), to == Long.MAX_VALUE ? size : firstIndexFrom(to + 1));
  }

  /** The losses from step {@code from} on. */
  public LossSeries from(long from) {
    return slice(from, Long.MAX_VALUE);
  }

  /** Index of the first step that is at least {@code from}; {@code size()} when there is none. */
  int firstIndexFrom(long from) {
    int found = Arrays.binarySearch(step, begin, begin + size, from);
    return (found >= 0 ? found : -found - 1) - begin;
  }

  /** Every second loss, from index {@code first} on: a copy. */
  LossSeries everySecond(int first) {
    int kept = Math.max(0, (size - first + 1) / 2);
    long[] steps = new long[kept];
    int[] epochs = new int[kept];
    double[] losses = new double[kept];
    Arrays.setAll(steps, i -> step(first + 2 * i));
    Arrays.setAll(epochs, i -> epoch(first + 2 * i));
    Arrays.setAll(losses, i -> loss(first + 2 * i));
    return new LossSeries(kind, steps, epochs, 0, losses, 0, kept, 0);
  }

  /** The losses of indices {@code from} (included) to {@code to} (excluded). */
  LossSeries sliceIndices(int from, int to) {
    int end = Math.max(from, to);
    Objects.checkFromToIndex(from, end, size);
    return new LossSeries(kind, step, epoch, begin + from, loss, firstLoss + from, end - from, 0);
  }

  /** Other losses at the same steps. */
  LossSeries withLosses(double[] others) {
    if (others.length != size) {
      throw new IllegalArgumentException(others.length + " losses at " + size + " steps");
    }
    return new LossSeries(kind, step, epoch, begin, others, 0, size, 0);
  }

  /** Whether two losses differ at all. */
  boolean varies() {
    return losses().anyMatch(x -> x != loss[firstLoss]);
  }

  /**
   * Why no variance of these losses can be computed: their spread squared would leave the doubles'
   * range; null when it can.
   */
  @Nullable String unmeasurable() {
    DoubleSummaryStatistics range = losses().summaryStatistics();
    double spread = range.getMax() - range.getMin();
    double largest = Math.max(Math.abs(range.getMax()), Math.abs(range.getMin()));
    return largest > LARGEST || (spread > 0 && spread < 1 / LARGEST)
        ? "losses from " + range.getMin() + " to " + range.getMax() + ": no variance can be told"
        : null;
  }
}
