package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The losses of one run, in order of their steps; only finite ones.
 *
 * <p>The arrays are not copied: the caller must not change them.
 *
 * @param kind which loss
 * @param step the iterations, strictly increasing
 * @param epoch the pass over the data of each
 * @param loss the losses, finite
 * @param nonFinite NaN and infinite losses that {@link #of} left out
 */
public record LossSeries(EnergyKind kind, long[] step, int[] epoch, double[] loss, long nonFinite) {

  private static final double LARGEST = 1e150;

  public LossSeries {
    Objects.requireNonNull(kind, "kind");
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

  /**
   * Sorts by step and leaves non-finite losses out, counted.
   *
   * @throws IllegalArgumentException when a step is repeated
   */
  public static LossSeries of(EnergyKind kind, long[] step, int[] epoch, double[] loss) {
    int[] order = IntStream.range(0, loss.length).filter(i -> Double.isFinite(loss[i])).toArray();
    if (!isSorted(step)) {
      order =
          Arrays.stream(order)
              .boxed()
              .sorted((a, b) -> Long.compare(step[a], step[b]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
    long[] steps = Arrays.stream(order).mapToLong(i -> step[i]).toArray();
    int[] epochs = Arrays.stream(order).map(i -> epoch[i]).toArray();
    double[] losses = Arrays.stream(order).mapToDouble(i -> loss[i]).toArray();
    return new LossSeries(kind, steps, epochs, losses, (long) loss.length - order.length);
  }

  private static boolean isSorted(long[] step) {
    return IntStream.range(1, step.length).allMatch(i -> step[i - 1] < step[i]);
  }

  /** Losses held. */
  public int size() {
    return loss.length;
  }

  /** The losses of steps {@code from} to {@code to}, both included; counts no non-finite ones. */
  public LossSeries slice(long from, long to) {
    return sliceIndices(
        firstIndexFrom(from), to == Long.MAX_VALUE ? size() : firstIndexFrom(to + 1));
  }

  /** The losses from step {@code from} on. */
  public LossSeries from(long from) {
    return slice(from, Long.MAX_VALUE);
  }

  /** Index of the first step that is at least {@code from}; {@code size()} when there is none. */
  int firstIndexFrom(long from) {
    int found = Arrays.binarySearch(step, from);
    return found >= 0 ? found : -found - 1;
  }

  /** Every second loss, from index {@code first} on. */
  LossSeries everySecond(int first) {
    int[] kept =
        IntStream.range(0, size()).filter(i -> i >= first && (i - first) % 2 == 0).toArray();
    return new LossSeries(
        kind,
        Arrays.stream(kept).mapToLong(i -> step[i]).toArray(),
        Arrays.stream(kept).map(i -> epoch[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> loss[i]).toArray(),
        0);
  }

  /** The losses of indices {@code begin} (included) to {@code end} (excluded). */
  LossSeries sliceIndices(int begin, int end) {
    int last = Math.max(begin, end);
    return new LossSeries(
        kind,
        Arrays.copyOfRange(step, begin, last),
        Arrays.copyOfRange(epoch, begin, last),
        Arrays.copyOfRange(loss, begin, last),
        0);
  }

  /** Whether two losses differ at all. */
  boolean varies() {
    return Arrays.stream(loss).anyMatch(x -> x != loss[0]);
  }

  /**
   * Why no variance of these losses can be computed: their spread squared would leave the doubles'
   * range; null when it can.
   */
  @Nullable String unmeasurable() {
    DoubleSummaryStatistics range = Arrays.stream(loss).summaryStatistics();
    double spread = range.getMax() - range.getMin();
    double size = Math.max(Math.abs(range.getMax()), Math.abs(range.getMin()));
    return size > LARGEST || (spread > 0 && spread < 1 / LARGEST)
        ? "losses from " + range.getMin() + " to " + range.getMax() + ": no variance can be told"
        : null;
  }
}
