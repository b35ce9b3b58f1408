package io.thermograd.decay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run's entropy on its own grid of bins, and on two others to see whether the grid decides.
 *
 * @param base the series that is analysed
 * @param halfBins the same windows on half as many bins, where known
 * @param doubleBins the same windows on twice as many bins, where known
 */
public record EntropyGrids(
    EntropySeries base, @Nullable EntropySeries halfBins, @Nullable EntropySeries doubleBins) {

  public EntropyGrids {
    Objects.requireNonNull(base, "base");
  }

  /** A series of which only one grid is known. */
  public static EntropyGrids of(EntropySeries base) {
    return new EntropyGrids(base, null, null);
  }
}
