package io.thermograd.signal;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.util.FastMath;

/**
 * A test for a monotone trend in an autocorrelated series, with the interval that belongs to it.
 *
 * <p><b>Definition.</b> H0: the series is stationary. Statistic: Kendall's S, which is 0 exactly
 * where Theil-Sen's slope is.
 *
 * <p><b>Estimator.</b> p = (1 + #{|S*| ≥ |S|})/(B + 1) over B replicates of {@link
 * PostBlackenedBlocks}, made of the residuals from Theil-Sen's line. The interval is Sen's at the
 * 95 % point of |S*|, so that it holds 0 where p is above 5 % (but for ties).
 *
 * <p><b>Bias.</b> Slightly liberal under strong autocorrelation; measured size in docs/numerics.md.
 * A curved trend leaves smooth residuals and makes the test conservative.
 *
 * <p><b>Shape and units.</b> The slope in y per x; p from 1/(B + 1) up, so that a job in which
 * under 20/(B + 1) of the tests have a trend can't find it at a 5 % false discovery rate.
 *
 * <p><b>Numerics.</b> S is exact, O(n log n) a replicate; O(n²) once for the slopes. The same seed
 * and stream give the same result to the bit.
 *
 * <p><b>Edge cases.</b> Under {@value #MIN_POINTS} points or constant: {@link NoTrend}. Not finite,
 * x not strictly increasing, over {@value TheilSen#MAX_POINTS} points: an exception.
 *
 * <p><b>Errors.</b> Monte Carlo error of p: √(p(1 − p)/B).
 *
 * <p><b>Reference.</b> Künsch 1989; Davison &amp; Hinkley 1997; Sen 1968.
 *
 * @param replicates B
 * @param seed declared for the whole job
 */
public record BlockBootstrapTrendTest(int replicates, long seed) {
  /** Least number of points: S has few values below, and φ no estimate worth its name. */
  public static final int MIN_POINTS = 10;

  private static final int DEFAULT_REPLICATES = 999;
  private static final double CONFIDENCE = 0.95;

  public BlockBootstrapTrendTest {
    if (replicates < 99) {
      throw new IllegalArgumentException("Invalid replicates: " + replicates + " (must be >= 99)");
    }
  }

  /** The test with its usual number of replicates. */
  public static BlockBootstrapTrendTest seeded(long seed) {
    return new BlockBootstrapTrendTest(DEFAULT_REPLICATES, seed);
  }

  /**
   * Tests y for a trend over x.
   *
   * @param names what the series is (run, layer, quantity ...): they choose the random stream
   */
  public TrendOutcome test(double[] x, double[] y, String... names) {
    if (x.length < MIN_POINTS) {
      return new NoTrend(NoTrend.Reason.TOO_FEW_POINTS);
    }
    double[] slopes = TheilSen.sortedSlopes(x, y);
    if (slopes[0] == 0 && slopes[slopes.length - 1] == 0) {
      return new NoTrend(NoTrend.Reason.NO_VARIATION);
    }
    TheilSen line = TheilSen.fit(x, y, slopes);
    PostBlackenedBlocks blocks = new PostBlackenedBlocks(line.residuals(x, y));
    long[] scores = nullScores(blocks, y.length, new SplittableRandom(StableSeed.of(seed, names)));
    double[] interval = TheilSen.interval(slopes, criticalScore(scores));
    return new Trend(
        y.length,
        line.slope(),
        interval[0],
        interval[1],
        pValue(scores, FastMath.abs(KendallScore.of(y))),
        MannKendall.preWhitened(y, blocks.ar1()).pValue(),
        blocks.ar1(),
        blocks.blockLength());
  }

  private long[] nullScores(PostBlackenedBlocks blocks, int n, SplittableRandom random) {
    KendallScore score = new KendallScore(n);
    double[] replicate = new double[n];
    long[] scores = new long[replicates];
    for (int b = 0; b < replicates; b++) {
      blocks.draw(replicate, random);
      scores[b] = FastMath.abs(score.score(replicate));
    }
    Arrays.sort(scores);
    return scores;
  }

  private static double criticalScore(long[] sortedScores) {
    int rank = (int) FastMath.ceil(CONFIDENCE * (sortedScores.length + 1));
    return (double) sortedScores[rank - 1];
  }

  private static double pValue(long[] sortedScores, long observed) {
    int below = 0;
    while (below < sortedScores.length && sortedScores[below] < observed) {
      below++;
    }
    return (1.0 + sortedScores.length - below) / (sortedScores.length + 1.0);
  }
}
