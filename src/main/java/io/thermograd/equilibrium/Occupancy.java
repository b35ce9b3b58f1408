package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How often a run visited each bin of a grid.
 *
 * <p><b>Definition.</b> p̂_i = n_i/N, under- and overflow included.
 *
 * <p><b>Shape and units.</b> One count per slot of {@link LossBins#slots()}: underflow, bins,
 * overflow.
 *
 * <p><b>Merge.</b> Counts on the same grid add; commutative, associative, exact.
 *
 * <p><b>Edge cases.</b> No visit: N = 0 and no shares.
 *
 * @param bins the grid
 * @param counts visits per slot
 */
public record Occupancy(LossBins bins, long[] counts) {

  public Occupancy {
    Objects.requireNonNull(bins, "bins");
    if (counts.length != bins.slots()) {
      throw new IllegalArgumentException(
          "Invalid counts: " + counts.length + " for " + bins.slots() + " slots");
    }
    if (LongStream.of(counts).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("Invalid counts: " + Arrays.toString(counts));
    }
  }

  /** Counts losses, in any order. */
  public static Occupancy of(LossBins bins, DoubleStream losses) {
    long[] counts = new long[bins.slots()];
    losses.sequential().forEach(loss -> counts[bins.slotOf(loss)]++);
    return new Occupancy(bins, counts);
  }

  /** Both together. */
  public Occupancy merge(Occupancy other) {
    if (!bins.equals(other.bins)) {
      throw new IllegalArgumentException("Cannot merge " + bins + " with " + other.bins);
    }
    long[] sums = counts.clone();
    Arrays.setAll(sums, slot -> sums[slot] + other.counts[slot]);
    return new Occupancy(bins, sums);
  }

  /** All visits. */
  public long n() {
    return LongStream.of(counts).sum();
  }

  /** Visits inside the grid's range. */
  public long inRange() {
    return n() - counts[0] - counts[counts.length - 1];
  }

  /** Visits of bin {@code i}, counted from 0 without the underflow. */
  public long inBin(int i) {
    return counts[Objects.checkIndex(i, bins.count()) + 1];
  }

  /** Slots with at least one visit. */
  public int filledSlots() {
    return (int) LongStream.of(counts).filter(count -> count > 0).count();
  }

  /** Bins inside the range with at least one visit. */
  public int filledBins() {
    return filledSlots() - (counts[0] > 0 ? 1 : 0) - (counts[counts.length - 1] > 0 ? 1 : 0);
  }

  /** p̂ of a slot; null without any visit. */
  public @Nullable Double share(int slot) {
    long n = n();
    return n == 0 ? null : (Double) ((double) counts[slot] / n);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Occupancy that
        && bins.equals(that.bins)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * bins.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Occupancy[" + n() + " visits of " + bins + "]";
  }
}
