package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A grid over the loss.
 *
 * <p><b>Definition.</b> Bin i is {@code [edges[i], edges[i+1])}, the last one closed. Two more
 * slots, under- and overflow, keep every visit outside: slot 0 is the underflow, slots 1 to {@link
 * #count()} are the bins, slot {@code count() + 1} is the overflow.
 *
 * <p><b>Shape and units.</b> Edges in units of the loss, strictly increasing, at least two.
 *
 * <p><b>Numerics.</b> Edges are computed as {@code lo + (hi - lo)·i/count}, not by adding widths
 * up; a slot is found among the edges themselves, so that a loss on an edge never depends on how a
 * division rounds.
 *
 * <p><b>Edge cases.</b> −0.0 is 0.0. A NaN has no slot: an exception, since callers count
 * non-finite losses apart. ±∞ is under- or overflow.
 *
 * @param edges the bins' borders
 * @param spacing how they are spaced
 */
public record LossBins(double[] edges, Spacing spacing) {

  private static final double EQUAL_WIDTH_TOLERANCE = 1e-6;

  public LossBins {
    Objects.requireNonNull(spacing, "spacing");
    if (edges.length < 2) {
      throw new IllegalArgumentException("Invalid edges: " + edges.length + " (at least 2)");
    }
    edges = edges.clone();
    for (int i = 0; i < edges.length; i++) {
      edges[i] += 0.0; // makes −0.0 into 0.0: binary search tells them apart
      if (!Double.isFinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1]))) {
        throw new IllegalArgumentException(
            "Invalid edge " + i + ": " + edges[i] + " (must be finite and increasing)");
      }
    }
    if (spacing == Spacing.LINEAR) {
      requireEqualWidths(edges);
    }
  }

  /** Equal widths from {@code lo} to {@code hi}. */
  public static LossBins linear(double lo, double hi, int count) {
    double[] edges = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = lo + (hi - lo) * i / count;
    }
    edges[count] = hi;
    return new LossBins(edges, Spacing.LINEAR);
  }

  /** Equal widths of the logarithm from {@code lo > 0} to {@code hi}. */
  public static LossBins logarithmic(double lo, double hi, int count) {
    if (!(lo > 0)) {
      throw new IllegalArgumentException("Invalid lo: " + lo + " (must be positive)");
    }
    double logLo = Math.log(lo);
    double logRange = Math.log(hi) - logLo;
    double[] edges = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = Math.exp(logLo + logRange * i / count);
    }
    edges[0] = lo;
    edges[count] = hi;
    return new LossBins(edges, Spacing.LOGARITHMIC);
  }

  /** The bins inside the range. */
  public int count() {
    return edges.length - 1;
  }

  /** The bins with under- and overflow. */
  public int slots() {
    return edges.length + 1;
  }

  /** The slot that a loss falls into. */
  public int slotOf(double loss) {
    if (Double.isNaN(loss)) {
      throw new IllegalArgumentException("Invalid loss: NaN has no bin");
    }
    int at = Arrays.binarySearch(edges, loss + 0.0);
    if (at < 0) {
      return -at - 1;
    }
    return Math.min(at + 1, count());
  }

  /** Lower edge of a slot; null for the underflow. */
  public @Nullable Double lo(int slot) {
    return Objects.checkIndex(slot, slots()) == 0 ? null : (Double) edges[slot - 1];
  }

  /** Upper edge of a slot; null for the overflow. */
  public @Nullable Double hi(int slot) {
    return Objects.checkIndex(slot, slots()) == slots() - 1 ? null : (Double) edges[slot];
  }

  /** Middle of bin {@code i}, counted from 0 without the underflow. */
  public double centre(int i) {
    return edges[i] + 0.5 * (edges[i + 1] - edges[i]);
  }

  /** The bins' middles. */
  public double[] centres() {
    double[] centres = new double[count()];
    Arrays.setAll(centres, this::centre);
    return centres;
  }

  /** Width of bin {@code i}, counted from 0 without the underflow. */
  public double width(int i) {
    return edges[i + 1] - edges[i];
  }

  /** Twice the bins over the same range, to see whether a result depends on the grid. */
  public LossBins refined() {
    if (spacing != Spacing.IRREGULAR) {
      return regular(2 * count());
    }
    double[] finer = new double[2 * count() + 1];
    for (int i = 0; i < count(); i++) {
      finer[2 * i] = edges[i];
      finer[2 * i + 1] = centre(i);
    }
    finer[2 * count()] = edges[count()];
    return new LossBins(finer, spacing);
  }

  /** Half the bins (rounded up) over the same range; a single bin stays as it is. */
  public LossBins coarsened() {
    int half = (count() + 1) / 2;
    if (spacing != Spacing.IRREGULAR) {
      return regular(half);
    }
    double[] coarser = new double[half + 1];
    for (int i = 0; i < half; i++) {
      coarser[i] = edges[2 * i];
    }
    coarser[half] = edges[count()];
    return new LossBins(coarser, spacing);
  }

  private LossBins regular(int count) {
    double lo = edges[0];
    double hi = edges[count()];
    return spacing == Spacing.LINEAR ? linear(lo, hi, count) : logarithmic(lo, hi, count);
  }

  private static void requireEqualWidths(double[] edges) {
    double lo = edges[0];
    double hi = edges[edges.length - 1];
    double width = (hi - lo) / (edges.length - 1);
    double slack =
        EQUAL_WIDTH_TOLERANCE * width + 4 * Math.ulp(Math.max(Math.abs(lo), Math.abs(hi)));
    for (int i = 0; i + 1 < edges.length; i++) {
      if (Math.abs(edges[i + 1] - edges[i] - width) > slack) {
        throw new IllegalArgumentException(
            "Invalid linear grid: bin "
                + i
                + " is "
                + (edges[i + 1] - edges[i])
                + " wide, not "
                + width);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LossBins that
        && spacing == that.spacing
        && Arrays.equals(edges, that.edges);
  }

  @Override
  public int hashCode() {
    return 31 * spacing.hashCode() + Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return "LossBins["
        + count()
        + " "
        + spacing
        + " from "
        + edges[0]
        + " to "
        + edges[count()]
        + "]";
  }
}
