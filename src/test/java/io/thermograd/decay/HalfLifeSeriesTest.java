package io.thermograd.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.signal.BlockBootstrapTrendTest;
import io.thermograd.signal.NoTrend;
import io.thermograd.signal.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HalfLifeSeriesTest {

  private static final BlockBootstrapTrendTest TEST = new BlockBootstrapTrendTest(199, 101);

  @Test
  void halfLifeIsLogTwoOverRateForEverySourceOfBeta() {
    List<HalfLifePoint> points =
        HalfLifeSeries.of(
            List.of(
                new LayerEpochGradient(
                    "fc1",
                    7,
                    0.1,
                    0.02,
                    0.5,
                    Map.of(BetaSource.LAYER_SNR, 3.0, BetaSource.BOLTZMANN, -2.0))));
    assertThat(points).hasSize(3);
    HalfLifePoint snr = points.get(0);
    assertThat(snr.unit()).isEqualTo(DecayTimeUnit.ITERATION);
    // ln 2/(0.1 · 3 · 0.02) and ln 2/(0.1 · 3 · 0.5), by hand
    assertThat(snr.halfLife()).isCloseTo(115.524530093324, within(1e-10));
    assertThat(snr.halfLifeSecondMoment()).isCloseTo(4.62098120373297, within(1e-12));
    assertThat(points.get(1).reason()).isEqualTo(DecayReason.BETA_NOT_POSITIVE);
    assertThat(points.get(2).reason()).isEqualTo(DecayReason.BETA_UNKNOWN);
  }

  @Test
  void aSignalBelowNoiseHasAReasonAndKeepsItsSecondMoment() {
    HalfLifePoint point = first(new LayerEpochGradient("a", 0, 0.1, -0.1, 0.5, beta()));
    assertThat(point.halfLife()).isNull();
    assertThat(point.reason()).isEqualTo(DecayReason.SIGNAL_NOT_POSITIVE);
    assertThat(point.halfLifeSecondMoment()).isNotNull();
    assertThat(first(new LayerEpochGradient("a", 0, 0.1, null, null, beta())).reason())
        .isEqualTo(DecayReason.SIGNAL_UNKNOWN);
  }

  @Test
  void withoutALearningRateTimeIsLangevins() {
    HalfLifePoint point = first(gradient(0, null, 0.5));
    assertThat(point.unit()).isEqualTo(DecayTimeUnit.LANGEVIN_TIME);
    assertThat(point.halfLife()).isCloseTo(Math.log(2) / 0.5, within(1e-15));
  }

  @Test
  void extremeRatesAreReasonsNotInfinities() {
    assertThat(first(gradient(0, 1e-300, 1e-300)).reason())
        .isEqualTo(DecayReason.SIGNAL_NOT_POSITIVE);
    assertThat(first(gradient(0, 1e300, 1e300)).reason())
        .isEqualTo(DecayReason.SIGNAL_NOT_POSITIVE);
  }

  @Test
  void aHalfLifeThatGrowsInProportionToTheEpochHasExponentOne() {
    List<HalfLifePoint> series = new ArrayList<>();
    for (int epoch = 0; epoch < 40; epoch++) {
      series.add(first(gradient(epoch, 0.1, 2.0 / (epoch + 1))));
    }
    HalfLifeDrift drift = HalfLifeDrift.of(series, TEST, "run", "layer");
    assertThat(((Trend) drift.trend()).slope()).isCloseTo(1, within(1e-9));
    assertThat(drift.lastOverFirst()).isCloseTo(40, within(1e-9));
    assertThat(drift.points()).isEqualTo(40);
  }

  @Test
  void seriesWithoutHalfLivesHaveNoDriftAndLongOnesAreThinned() {
    assertThat(HalfLifeDrift.of(List.of(), TEST, "run").trend())
        .isEqualTo(new NoTrend(NoTrend.Reason.TOO_FEW_POINTS));
    List<HalfLifePoint> series = new ArrayList<>();
    for (int epoch = 0; epoch < 5000; epoch++) {
      series.add(first(gradient(epoch, 0.1, 1.0 / (epoch + 1))));
    }
    HalfLifeDrift drift = HalfLifeDrift.of(series, new BlockBootstrapTrendTest(99, 1), "run");
    assertThat(drift.points()).isEqualTo(5000);
    assertThat(drift.trend()).isInstanceOf(Trend.class);
    assertThat(Objects.requireNonNull(drift.lastOverFirst())).isCloseTo(5000, within(1e-6));
  }

  private static LayerEpochGradient gradient(
      int epoch, @Nullable Double learningRate, double signal) {
    return new LayerEpochGradient("layer", epoch, learningRate, signal, 1.0, beta());
  }

  private static Map<BetaSource, Double> beta() {
    return Map.of(BetaSource.LAYER_SNR, 1.0);
  }

  private static HalfLifePoint first(LayerEpochGradient gradient) {
    return HalfLifeSeries.of(List.of(gradient)).get(0);
  }
}
