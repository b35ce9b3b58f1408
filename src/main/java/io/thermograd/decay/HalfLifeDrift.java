package io.thermograd.decay;

import io.thermograd.signal.BlockBootstrapTrendTest;
import io.thermograd.signal.NoTrend;
import io.thermograd.signal.TrendOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the half-life that the gradients predict drifts over the epochs (T8).
 *
 * <p><b>Definition.</b> Trend of ln(half-life) over ln(epoch + 1): its slope is the exponent with
 * which the half-life grows, 0 when it is constant, 1 when it grows in proportion; and the last
 * half-life over the first.
 *
 * <p><b>Estimator.</b> Theil-Sen with {@link BlockBootstrapTrendTest}; logarithms, since epochs are
 * logged log-spaced and half-lives span decades. Only epochs with a half-life count.
 *
 * <p><b>Edge cases.</b> Too few points, or no variation: {@link NoTrend}. Of a series of more than
 * 2,048 epochs every m-th counts.
 *
 * @param points epochs with a half-life
 * @param trend what the test found
 * @param lastOverFirst null without any half-life
 */
public record HalfLifeDrift(int points, TrendOutcome trend, @Nullable Double lastOverFirst) {

  private static final int MAX_POINTS = 2048;

  /**
   * The drift of one layer's half-life by one source of β.
   *
   * @param series its points, epochs increasing
   * @param test the trend test
   * @param names run, layer and source, which choose the test's random stream
   */
  public static HalfLifeDrift of(
      List<HalfLifePoint> series, BlockBootstrapTrendTest test, String... names) {
    List<HalfLifePoint> known = series.stream().filter(p -> p.halfLife() != null).toList();
    int n = known.size();
    if (n == 0) {
      return new HalfLifeDrift(0, new NoTrend(NoTrend.Reason.TOO_FEW_POINTS), null);
    }
    int every = (n + MAX_POINTS - 1) / MAX_POINTS;
    double[] x = new double[(n + every - 1) / every];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      HalfLifePoint point = known.get(i * every);
      x[i] = Math.log1p(point.epoch());
      y[i] = logHalfLife(point);
    }
    double ratio = Math.exp(logHalfLife(known.get(n - 1)) - logHalfLife(known.get(0)));
    return new HalfLifeDrift(n, test.test(x, y, names), Double.isFinite(ratio) ? ratio : null);
  }

  private static double logHalfLife(HalfLifePoint point) {
    Double halfLife = point.halfLife();
    if (halfLife == null) {
      throw new IllegalArgumentException("Invalid half-life: absent");
    }
    return Math.log(halfLife);
  }
}
