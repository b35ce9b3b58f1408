package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.equilibrium.EquilibriumRegion.Verdict;
import io.thermograd.trace.Sampling;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquilibriumRegionTest {

  private static EquilibriumRegion.Found found(LossSeries series, Sampling sampling) {
    EquilibriumRegion region = EquilibriumRegion.of(series, sampling, EquilibriumSettings.AUTO);
    assertThat(region).isInstanceOf(EquilibriumRegion.Found.class);
    return (EquilibriumRegion.Found) region;
  }

  // numpy: min(range(181), key=lambda k: ((x[k:]-x[k:].mean())**2).sum()/(200-k)**2) == 31
  @Test
  void mserAgreesWithTheDefinitionsLoop() {
    double[] x =
        IntStream.range(0, 200)
            .mapToDouble(i -> 10 * Math.exp(-i / 10.0) + i * 37 % 11 / 10.0)
            .toArray();
    assertThat(BurnIn.mser(x)).isEqualTo(31);
  }

  // scipy 1.17: linregress, stderr * sqrt(g of the residuals), 2*t.sf(|t|, n/g - 2)
  @Test
  void trendAgreesWithScipy() {
    double[] x =
        IntStream.range(0, 300)
            .mapToDouble(i -> (i * i * 7 + 3 * i) % 101 + 20 * Math.sin(i / 15.0))
            .toArray();
    LinearTrend trend = LinearTrend.of(x);
    assertThat(trend.slope()).isCloseTo(-0.019265180842091847, within(1e-12));
    assertThat(trend.se()).isCloseTo(0.026476543213423232, within(1e-10));
    assertThat(trend.independent()).isCloseTo(193.01623115352405, within(1e-7));
    assertThat(trend.pValue()).isCloseTo(0.46772979807886117, within(1e-8));
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void startFarOutIsCutAway(long seed) {
    double[] x = Series.autoregression(0.9, 20_000, new Random(seed));
    Arrays.setAll(x, i -> x[i] + 30 * Math.exp(-i / 300.0));
    EquilibriumRegion.Found region = found(Series.of(x, 10), Sampling.WITH_REPLACEMENT);
    // The transient is a tenth of the s.d. at step 1711, one s.d. at 1020.
    assertThat(region.fromStep()).isBetween(700L, 6000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void stationarySeriesLosesLittle(long seed) {
    int kept = 0;
    Random random = new Random(seed);
    for (int k = 0; k < 40; k++) {
      double[] x = Series.autoregression(0.5, 4000, random);
      kept += found(Series.of(x, 10), Sampling.SHUFFLED).fromStep() < 2000 ? 1 : 0;
    }
    assertThat(kept).isGreaterThanOrEqualTo(34);
  }

  @Test
  void steadyDriftIsDrifting() {
    double[] x = Series.autoregression(0.5, 20_000, new Random(101));
    Arrays.setAll(x, i -> x[i] + 10 - i / 400.0);
    EquilibriumRegion.Found region = found(Series.of(x, 10), Sampling.SHUFFLED);
    assertThat(region.verdict()).isEqualTo(Verdict.DRIFTING);
    assertThat(region.slope()).isCloseTo(-1 / 400.0, within(3 * region.slopeSe()));
    assertThat(region.fromStep()).isLessThanOrEqualTo(18_000);
  }

  @Test
  void trendTestKeepsItsSizeOnLongSeries() {
    Random random = new Random(202);
    int rejected = 0;
    int replicates = 500;
    for (int k = 0; k < replicates; k++) {
      Double p = LinearTrend.of(Series.autoregression(0.5, 1000, random)).pValue();
      rejected += p != null && p < 0.05 ? 1 : 0;
    }
    assertThat((double) rejected / replicates).isBetween(0.03, 0.1);
  }

  @Test
  void fewIndependentValuesAreTooShort() {
    double[] x = Series.autoregression(0.99, 300, new Random(303));
    EquilibriumRegion.Found region = found(Series.of(x, 300), Sampling.WITH_REPLACEMENT);
    assertThat(region.verdict()).isEqualTo(Verdict.TOO_SHORT);
    assertThat(region.trendP()).isNull();
  }

  @Test
  void shortOrConstantSeriesHasNoRegion() {
    assertThat(
            EquilibriumRegion.of(
                Series.of(new double[19], 5), Sampling.SHUFFLED, EquilibriumSettings.AUTO))
        .isEqualTo(
            new EquilibriumRegion.Undetermined(
                EquilibriumRegion.Cause.FEW_LOSSES, "19 finite losses: fewer than 20"));
    assertThat(
            EquilibriumRegion.of(
                Series.of(new double[50], 5), Sampling.SHUFFLED, EquilibriumSettings.AUTO))
        .isEqualTo(
            new EquilibriumRegion.Undetermined(
                EquilibriumRegion.Cause.CONSTANT, "all 50 losses are equal"));
  }

  @Test
  void declaredBurnInIsTaken() {
    EquilibriumSettings settings =
        new EquilibriumSettings(
            EnergyChoice.AUTO, null, 123L, null, null, new BinRule.FreedmanDiaconis());
    double[] x = Series.autoregression(0.5, 1000, new Random(101));
    assertThat(EquilibriumRegion.of(Series.of(x, 10), Sampling.SHUFFLED, settings))
        .isInstanceOfSatisfying(
            EquilibriumRegion.Found.class, found -> assertThat(found.fromStep()).isEqualTo(123));
    assertThat(EquilibriumRegion.of(Series.of(x, 10).slice(0, 100), Sampling.SHUFFLED, settings))
        .isInstanceOf(EquilibriumRegion.Undetermined.class);
  }
}
