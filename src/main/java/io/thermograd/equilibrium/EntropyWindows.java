package io.thermograd.equilibrium;

import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cut of the stable region into the windows that entropies are taken of: whole epochs, at least
 * max(200, 5·bins) losses each, 8 to 200 windows of as equal a size as whole epochs allow. Where an
 * epoch is longer than an eighth of the region (runs of one or few epochs), windows are stretches
 * of steps instead.
 */
public sealed interface EntropyWindows {
  /** Fewest losses in a window. */
  int MIN_LOSSES = 200;

  /** Fewest losses in a window per bin. */
  int MIN_LOSSES_PER_BIN = 5;

  /** Fewest windows that a decay can be fitted to. */
  int MIN_WINDOWS = 8;

  /** Most windows. */
  int MAX_WINDOWS = 200;

  /**
   * The windows.
   *
   * @param windows in order, each a part of the region
   */
  record Windows(List<LossSeries> windows) implements EntropyWindows {
    public Windows {
      windows = List.copyOf(windows);
    }
  }

  /**
   * The region can't be cut.
   *
   * @param reason why
   */
  record TooFew(String reason) implements EntropyWindows {
    public TooFew {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Cuts a region.
   *
   * @param stable the stable region's losses
   * @param bins bins of the run's grid
   * @param declared losses in a window, rounded up to whole epochs; null: decided here
   */
  static EntropyWindows of(LossSeries stable, int bins, @Nullable Integer declared) {
    int least = Math.max(MIN_LOSSES, MIN_LOSSES_PER_BIN * bins);
    int[] units = units(stable);
    int unitCount = units.length - 1;
    int size = stable.size();
    if (declared == null && size < MIN_WINDOWS * least) {
      return tooFew(size, least);
    }
    // Rounded up: a window must not fall short, and there must not be too many.
    double usual = Math.max(1, (double) (units[unitCount] - units[0]) / Math.max(1, unitCount));
    double wanted = declared == null ? Math.max(least, (double) size / MAX_WINDOWS) : declared;
    int unitsPerWindow = (int) Math.ceil(wanted / usual);
    int count = unitCount / unitsPerWindow;
    if (count < MIN_WINDOWS) {
      return tooFew(size, unitsPerWindow * usual);
    }
    if (count > MAX_WINDOWS) {
      return new TooFew(
          "a declared window of "
              + declared
              + " steps makes "
              + count
              + " windows: more than "
              + MAX_WINDOWS);
    }
    IntUnaryOperator bound =
        declared == null ? k -> (int) ((long) unitCount * k / count) : k -> k * unitsPerWindow;
    return new Windows(
        IntStream.range(0, count)
            .mapToObj(
                k ->
                    stable.sliceIndices(units[bound.applyAsInt(k)], units[bound.applyAsInt(k + 1)]))
            .toList());
  }

  private static TooFew tooFew(int size, double window) {
    return new TooFew(
        size
            + " losses in the stable region: fewer than "
            + MIN_WINDOWS
            + " windows of "
            + Math.round(window));
  }

  private static int[] units(LossSeries stable) {
    SeriesBlocks epochs = SeriesBlocks.wholeEpochs(stable);
    return epochs.count() > 0 && epochs.meanSize() <= (double) stable.size() / MIN_WINDOWS
        ? epochs.begin()
        : IntStream.rangeClosed(0, stable.size()).toArray();
  }
}
