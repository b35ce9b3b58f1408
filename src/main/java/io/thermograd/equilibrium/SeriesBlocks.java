package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Means over consecutive stretches of a loss series: its epochs, or blocks of equally many steps.
 *
 * @param mean the means
 * @param begin index in the series of each stretch's first loss, then the series' size
 */
record SeriesBlocks(double[] mean, int[] begin) {

  /** The whole epochs: a first or last one with fewer losses than the median is left out. */
  static SeriesBlocks wholeEpochs(LossSeries series) {
    int[] starts = epochStarts(series);
    int count = starts.length - 1;
    if (count < 1) {
      return new SeriesBlocks(new double[0], new int[] {0});
    }
    int[] sizes = new int[count];
    Arrays.setAll(sizes, i -> starts[i + 1] - starts[i]);
    int[] sorted = sizes.clone();
    Arrays.sort(sorted);
    int usual = sorted[count / 2];
    int first = sizes[0] < usual ? 1 : 0;
    int last = sizes[count - 1] < usual ? count - 1 : count;
    return means(series, Arrays.copyOfRange(starts, first, Math.max(first, last) + 1));
  }

  /** At most {@code maxBlocks} blocks of as equal a number of losses as can be. */
  static SeriesBlocks ofSteps(LossSeries series, int maxBlocks) {
    int blocks = Math.min(series.size(), maxBlocks);
    int[] starts = new int[blocks + 1];
    Arrays.setAll(starts, i -> (int) ((long) series.size() * i / Math.max(1, blocks)));
    return means(series, starts);
  }

  /** Index of each epoch's first loss, then the series' size. */
  static int[] epochStarts(LossSeries series) {
    IntStream starts =
        IntStream.range(0, series.size())
            .filter(i -> i == 0 || series.epoch(i) != series.epoch(i - 1));
    return IntStream.concat(starts, IntStream.of(series.size())).toArray();
  }

  private static SeriesBlocks means(LossSeries series, int[] starts) {
    double[] mean = new double[starts.length - 1];
    Arrays.setAll(mean, i -> series.mean(starts[i], starts[i + 1]));
    return new SeriesBlocks(mean, starts);
  }

  int count() {
    return mean.length;
  }

  /** Losses per block, on average. */
  double meanSize() {
    return (double) (begin[begin.length - 1] - begin[0]) / Math.max(1, count());
  }
}
