package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.equilibrium.StatisticalInefficiency.Basis;
import io.thermograd.trace.Sampling;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticalInefficiencyTest {

  // References by numpy, the definition's loop over lags:
  //   d = x - x.mean(); g += 2*(1-t/n) * (d[:n-t]*d[t:]).sum()/(n-t)/(d*d).mean() while rho > 0
  @Test
  void agreesWithTheDefinitionsLoop() {
    double[] few = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9};
    assertThat(Autocorrelation.inefficiency(few)).isCloseTo(2.3381861575179, within(1e-12));
    double[] many =
        IntStream.range(0, 300)
            .mapToDouble(i -> (i * i * 7 + 3 * i) % 101 + 20 * Math.sin(i / 15.0))
            .toArray();
    assertThat(Autocorrelation.inefficiency(many)).isCloseTo(1.5696799654834688, within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.5, 0.9})
  void recoversThatOfAnAutoregression(double phi) {
    double[] x = Series.autoregression(phi, 1 << 18, new Random(101));
    double truth = (1 + phi) / (1 - phi);
    assertThat(Autocorrelation.inefficiency(x)).isCloseTo(truth, within(0.05 * truth));
  }

  @Test
  void shiftAndScaleChangeNothing() {
    double[] x = Series.autoregression(0.8, 5000, new Random(202));
    double g = Autocorrelation.inefficiency(x);
    assertThat(Autocorrelation.inefficiency(Arrays.stream(x).map(v -> 1e6 + v).toArray()))
        .isCloseTo(g, within(1e-6));
    assertThat(Autocorrelation.inefficiency(Arrays.stream(x).map(v -> 1e-200 * v).toArray()))
        .isCloseTo(g, within(1e-9));
  }

  @Test
  void constantSeriesHasShownOneValue() {
    double[] x = new double[100];
    Arrays.fill(x, 0.1);
    assertThat(StatisticalInefficiency.of(Series.of(x, 4), Sampling.SHUFFLED).effectiveSize(100))
        .isEqualTo(1);
  }

  @Test
  void longSeriesGoesByBlockMeans() {
    double[] x = Series.autoregression(0.9, 3_000_000, new Random(303));
    StatisticalInefficiency g =
        StatisticalInefficiency.of(Series.of(x, 10), Sampling.WITH_REPLACEMENT);
    assertThat(g.value()).isCloseTo(19, within(1.0));
    assertThat(g.basis()).isEqualTo(Basis.STEPS);
  }

  /** Slow motion of a tenth of the variance under noise that shuffling makes anticorrelated. */
  private static double[] slowUnderShuffledNoise(int epochs, Random random) {
    double[] noise = Series.shuffledNoise(epochs, 10, random);
    double[] slow = Series.autoregression(0.98, 10 * epochs, random);
    Arrays.setAll(noise, i -> Math.sqrt(0.9) * noise[i] + Math.sqrt(0.1) * slow[i]);
    return noise;
  }

  @Test
  void shuffledNoiseHidesSlowMotionFromStepsButNotFromEpochs() {
    Random random = new Random(101);
    int bySteps = 0;
    int byEpochs = 0;
    int replicates = 400;
    for (int k = 0; k < replicates; k++) {
      double[] x = slowUnderShuffledNoise(200, random);
      double mean = Arrays.stream(x).average().orElseThrow();
      double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
      double own = Autocorrelation.inefficiency(x);
      double g = StatisticalInefficiency.of(Series.of(x, 10), Sampling.SHUFFLED).value();
      bySteps += Math.abs(mean) < 1.96 * Math.sqrt(own * variance / x.length) ? 1 : 0;
      byEpochs += Math.abs(mean) < 1.96 * Math.sqrt(g * variance / x.length) ? 1 : 0;
    }
    assertThat((double) bySteps / replicates).isLessThan(0.75);
    assertThat((double) byEpochs / replicates).isBetween(0.90, 0.975);
  }

  @Test
  void pureShuffledNoiseIsBetterThanIndependent() {
    double[] x = Series.shuffledNoise(100, 10, new Random(202));
    StatisticalInefficiency g = StatisticalInefficiency.of(Series.of(x, 10), Sampling.SHUFFLED);
    assertThat(g.value()).isEqualTo(0.1);
    assertThat(g.basis()).isEqualTo(Basis.EPOCH_MEANS);
  }

  @Test
  void fewEpochsTakeTheLargerAndSaySo() {
    double[] x = Series.autoregression(0.9, 200, new Random(303));
    StatisticalInefficiency g = StatisticalInefficiency.of(Series.of(x, 10), Sampling.SHUFFLED);
    assertThat(g.basis()).isEqualTo(Basis.FEW_EPOCHS);
    assertThat(g.value()).isGreaterThanOrEqualTo(Autocorrelation.inefficiency(x));
  }
}
