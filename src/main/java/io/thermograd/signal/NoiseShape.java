package io.thermograd.signal;

import java.util.List;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * The shape of the gradient noise over a run (T2: white? Gaussian? growing?).
 *
 * <p><b>Definition.</b> Lag-1 autocorrelation of the residuals inside epochs, with a portmanteau
 * test over {@value EpochNoise#LAGS} lags; excess kurtosis; tail index of the residuals' norms; the
 * slope of ln σ on ln(epoch + 1).
 *
 * <p><b>Estimator.</b> ρ_k pools the epochs' products over their pairs. Its variance under
 * whiteness is Σ p_e/d_e/(Σ p_e)², p_e pairs of d_e effective dimensions; the test is Σ (ρ_k/s.e.)²
 * against χ².
 *
 * <p><b>Bias.</b> Residuals of n steps about their own mean correlate by −1/(n − 1): added back.
 * With whole shuffled epochs the batches really are anticorrelated by about that much, which is
 * thus hidden. A mean that moves inside an epoch shows as positive autocorrelation.
 *
 * <p><b>Shape and units.</b> Without unit.
 *
 * <p><b>Numerics.</b> Sums of numbers of order 1.
 *
 * <p><b>Edge cases.</b> No epoch with residuals (no vectors logged): all but the growth is null. No
 * pair at a lag (thinned logs): that lag is left out, and lag 1 null.
 *
 * <p><b>Errors.</b> s.e. of ρ_1 as above; of the kurtosis from its spread over epochs; of α Hill's.
 *
 * <p><b>Reference.</b> Ljung &amp; Box 1978; Hill 1975.
 *
 * @param lag1 autocorrelation of consecutive steps; null without pairs
 * @param lag1StandardError under whiteness
 * @param whiteness portmanteau test; null without pairs
 * @param excessKurtosis 0 for Gaussian noise; null without residuals
 * @param excessKurtosisStandardError null under two epochs
 * @param tail of the residuals' norms; null where they are too few
 * @param growth of ln σ
 */
public record NoiseShape(
    @Nullable Double lag1,
    @Nullable Double lag1StandardError,
    @Nullable LjungBox whiteness,
    @Nullable Double excessKurtosis,
    @Nullable Double excessKurtosisStandardError,
    @Nullable TailIndex tail,
    TrendOutcome growth) {

  /**
   * Pools a layer's epochs.
   *
   * @param epochs with residuals; empty where no vectors were logged
   * @param series of the same layer, for σ
   */
  public static NoiseShape of(
      List<EpochNoise> epochs, SignalSeries series, BlockBootstrapTrendTest test) {
    double statistic = 0;
    int lags = 0;
    Lag first = Lag.of(epochs, 0);
    for (int k = 0; k < EpochNoise.LAGS; k++) {
      Lag lag = Lag.of(epochs, k);
      if (lag != null) {
        double score = lag.correlation() / lag.standardError();
        statistic += score * score;
        lags++;
      }
    }
    double[] kurtosis = epochs.stream().mapToDouble(EpochNoise::excessKurtosis).toArray();
    double[] norms = epochs.stream().flatMapToDouble(e -> DoubleStream.of(e.norms())).toArray();
    return new NoiseShape(
        first == null ? null : first.correlation(),
        first == null ? null : first.standardError(),
        lags == 0 ? null : LjungBox.of(statistic, lags),
        kurtosis.length == 0 ? null : StatUtils.mean(kurtosis),
        kurtosis.length < 2 ? null : FastMath.sqrt(StatUtils.variance(kurtosis) / kurtosis.length),
        TailIndex.of(norms),
        growth(series, test));
  }

  private record Lag(double correlation, double standardError) {
    static @Nullable Lag of(List<EpochNoise> epochs, int k) {
      double pairs = 0;
      double products = 0;
      double variance = 0;
      for (EpochNoise epoch : epochs) {
        int p = epoch.pairs()[k];
        pairs += p;
        products += epoch.products()[k] + (double) p / (epoch.rows() - 1);
        variance += p / epoch.dimensions();
      }
      return pairs == 0 ? null : new Lag(products / pairs, FastMath.sqrt(variance) / pairs);
    }
  }

  private static TrendOutcome growth(SignalSeries series, BlockBootstrapTrendTest test) {
    SignalSeries.LogColumn variance =
        series.logarithms(i -> series.variance()[i], 0, Integer.MAX_VALUE);
    double[] logSigma = DoubleStream.of(variance.log()).map(v -> 0.5 * v).toArray();
    LogTimeCells cells = LogTimeCells.of(variance.epoch(), logSigma);
    return test.test(cells.x(), cells.y(), series.run(), series.layer(), "noise_growth");
  }
}
