package io.thermograd.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.util.FastMath;

/**
 * Where the course of log SNR changes.
 *
 * <p><b>Definition.</b> The cuts between straight lines in ln SNR against ln(epoch + 1): between
 * powers of time. A piecewise constant mean would cut one power law into a staircase.
 *
 * <p><b>Estimator.</b> {@link SegmentedLines} on at most {@value #MOST_POINTS} points, the number
 * of stretches m ≤ {@value #MOST_STRETCHES} by BIC with 3 parameters a cut, N ln(RSS/n) + (5m − 3)
 * ln N, with N = n(1 − φ)/(1 + φ) for the residuals' autocorrelation φ ≥ 0 under the most
 * stretches, corrected for the lines fitted.
 *
 * <p><b>Bias.</b> Measured over AR(1) noise in docs/numerics.md: a few per cent of straight series
 * are cut.
 *
 * <p><b>Shape and units.</b> Epochs, in order: the first of each later stretch.
 *
 * <p><b>Numerics.</b> The exact optimum for each m.
 *
 * <p><b>Edge cases.</b> Under {@value #LEAST_POINTS} points: none. Points on lines exactly: the
 * least m that leaves nothing but rounding.
 *
 * <p><b>Errors.</b> 95 % percentile intervals of {@value #REPLICATES} refits with the same m to the
 * lines plus moving blocks of n^(1/3) residuals.
 *
 * <p><b>Reference.</b> Bai &amp; Perron 1998; Hall, Osborn &amp; Sakkas 2013 (3 a cut); Künsch
 * 1989.
 */
final class ChangePoints {
  private static final int MOST_POINTS = 128;
  private static final int LEAST_POINTS = 30;
  private static final int MOST_STRETCHES = 5;
  private static final int REPLICATES = 99;
  private static final double HIGHEST_AR1 = 0.9;

  private ChangePoints() {}

  static List<ChangePoint> of(SignalSeries series, long seed) {
    SignalSeries.LogColumn snr = series.logarithms(i -> series.snr()[i], 0, Integer.MAX_VALUE);
    LogTimeCells cells =
        LogTimeCells.of(snr.epoch(), snr.log(), FastMath.min(MOST_POINTS, snr.epoch().length));
    return of(cells, StableSeed.of(seed, series.run(), series.layer(), "change_points"));
  }

  static List<ChangePoint> of(LogTimeCells cells, long seed) {
    int n = cells.size();
    if (n < LEAST_POINTS) {
      return List.of();
    }
    int most = FastMath.min(MOST_STRETCHES, n / SegmentedLines.LEAST_LENGTH);
    SegmentedLines lines = new SegmentedLines(cells.x(), cells.y(), most);
    int stretches = chosen(lines, most, n);
    int[] cuts = lines.cuts(stretches);
    if (cuts.length == 0) {
      return List.of();
    }
    int[][] replicates = replicates(cells, lines, stretches, new SplittableRandom(seed));
    List<ChangePoint> points = new ArrayList<>();
    for (int k = 0; k < cuts.length; k++) {
      int at = k;
      int[] sorted = Arrays.stream(replicates).mapToInt(r -> r[at]).sorted().toArray();
      // Ranks 3 and 97 of 99.
      int low = FastMath.min(sorted[REPLICATES / 40], cuts[k]);
      int high = FastMath.max(sorted[REPLICATES - 1 - REPLICATES / 40], cuts[k]);
      points.add(new ChangePoint(cells.epoch()[cuts[k]], cells.epoch()[low], cells.epoch()[high]));
    }
    return List.copyOf(points);
  }

  private static int chosen(SegmentedLines lines, int most, int n) {
    // A fitted parameter takes about (1 + 2 phi)/n off the residuals' autocorrelation.
    double parameters = 3.0 * most - 1;
    double phi =
        (n * Autocorrelation.at(lines.residuals(most), 1) + parameters) / (n - 2 * parameters);
    double held = FastMath.max(0, FastMath.min(HIGHEST_AR1, phi));
    double effective = n * (1 - held) / (1 + held);
    // Under this, residuals are rounding, and their logarithm would go on paying for cuts.
    double rounding = 1e-24 * FastMath.max(lines.squares(1), Double.MIN_NORMAL);
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int m = 1; m <= most; m++) {
      double squares = FastMath.max(lines.squares(m), rounding);
      double criterion =
          effective * FastMath.log(squares / n) + (5 * m - 3) * FastMath.log(effective);
      if (criterion < least) {
        least = criterion;
        best = m;
      }
    }
    return best;
  }

  private static int[][] replicates(
      LogTimeCells cells, SegmentedLines lines, int stretches, SplittableRandom random) {
    double[] fitted = lines.fitted(stretches);
    double[] residuals = lines.residuals(stretches);
    int n = fitted.length;
    int block = (int) FastMath.ceil(FastMath.cbrt(n));
    int[][] cuts = new int[REPLICATES][];
    for (int b = 0; b < REPLICATES; b++) {
      double[] y = fitted.clone();
      for (int from = 0; from < n; from += block) {
        int source = random.nextInt(n - block + 1);
        int start = from;
        IntStream.range(from, FastMath.min(from + block, n))
            .forEach(i -> y[i] += residuals[source + i - start]);
      }
      cuts[b] = new SegmentedLines(cells.x(), y, stretches).cuts(stretches);
    }
    return cuts;
  }
}
