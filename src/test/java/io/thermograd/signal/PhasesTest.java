package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PhasesTest {
  private static final BlockBootstrapTrendTest TEST = BlockBootstrapTrendTest.seeded(101);

  @Test
  void syntheticRunShowsItsPeakAndItsPowersOfTime() {
    SplittableRandom random = new SplittableRandom(101);
    double[] mean = new double[400];
    double[] variance = new double[400];
    for (int e = 0; e < 400; e++) {
      // Rises as t to epoch 39, falls as 1/t after; the variance grows as the root of t.
      double t = (e + 1) / 40.0;
      mean[e] = Math.min(t, 1 / t) * Math.exp(0.05 * random.nextGaussian());
      variance[e] = 0.1 * Math.sqrt(t) * Math.exp(0.05 * random.nextGaussian());
    }
    Phases phases = Phases.of(Series.layer(mean, variance), null, TEST);
    assertThat(phases.peakEpoch()).isBetween(35, 45);
    assertThat(phases.untilEpoch()).isEqualTo(399);
    Trend meanTrend = (Trend) phases.meanTrend();
    assertThat(meanTrend.slope()).isCloseTo(-1, within(0.05));
    assertThat(((Trend) phases.varianceTrend()).slope()).isCloseTo(0.5, within(0.05));
    assertThat(((Trend) phases.snrTrend()).slope()).isCloseTo(-1.25, within(0.05));
    assertThat(phases.crossings()).extracting(Crossing::direction).contains(Direction.DOWN);
  }

  @Test
  void realRunDriftsThenDiffuses() throws IOException {
    Phases phases = Phases.of(WholeModel.of("szt_sgd0.0025_b256_s12"), null, TEST);
    assertThat(phases.peakEpoch()).isBetween(301, 337);
    assertThat(phases.crossings()).hasSize(2);
    Crossing one = phases.crossings().get(0);
    assertThat(one.level()).isEqualTo(CrossingLevel.ONE);
    assertThat(one.direction()).isEqualTo(Direction.DOWN);
    assertThat(one.epoch()).isBetween(330.0, 370.0);
    assertThat(((Trend) phases.snrTrend()).slope()).isNegative();
    assertThat(((Trend) phases.varianceTrend()).slope()).isPositive();
  }

  @Test
  void runOnRandomLabelsLooksDifferent() throws IOException {
    Phases phases = Phases.of(WholeModel.of("szt_sgd0.1_b256_randlabels_s9"), null, TEST);
    assertThat(phases.peakEpoch()).isGreaterThan(4000);
    assertThat(phases.crossings()).noneMatch(crossing -> crossing.level() == CrossingLevel.ONE);
    assertThat(phases.meanTrend()).isEqualTo(new NoTrend(NoTrend.Reason.PEAK_AT_END));
  }

  @Test
  void interpolationEndsTheTrendsAndTheSearchForThePeak() {
    double[] mean = new double[100];
    double[] variance = new double[100];
    for (int e = 0; e < 100; e++) {
      mean[e] = e < 50 ? 10 - 0.1 * e : e;
      variance[e] = 1 + e;
    }
    Phases phases = Phases.of(Series.layer(mean, variance), 49, TEST);
    assertThat(phases.peakEpoch()).isLessThan(3);
    assertThat(phases.untilEpoch()).isEqualTo(49);
    assertThat(((Trend) phases.meanTrend()).slope()).isNegative();
  }

  @Test
  void deadLayerHasNoPeakAndSaysWhy() {
    SignalSeries dead =
        new SignalSeries(
            "run",
            "dead",
            new int[] {0, 1},
            new Double[] {0.0, 0.0},
            new Double[] {0.0, 0.0},
            new Double[] {null, null},
            new Double[] {null, null},
            new int[] {8, 8});
    Phases phases = Phases.of(dead, null, TEST);
    assertThat(phases.peakEpoch()).isNull();
    assertThat(phases.crossings()).isEmpty();
    assertThat(phases.snrTrend()).isEqualTo(new NoTrend(NoTrend.Reason.NO_DATA));
  }

  @Test
  void shortRunHasTooFewPoints() {
    Phases phases =
        Phases.of(Series.layer(new double[] {3, 2, 1}, new double[] {1, 1, 1}), null, TEST);
    assertThat(phases.meanTrend()).isEqualTo(new NoTrend(NoTrend.Reason.TOO_FEW_POINTS));
  }

  @Test
  void epochsOutOfOrderAreRefused() {
    Double[] two = {1.0, 1.0};
    assertThatThrownBy(
            () ->
                new SignalSeries("r", "l", new int[] {3, 3}, two, two, two, two, new int[] {1, 1}))
        .hasMessage("Invalid series of r, l: epoch 3 at 1 (must be >= 0 and strictly increasing)");
  }

  @Test
  void burstOfConsecutiveEpochsIsOnePointOfLogTime() {
    int[] epoch = new int[60];
    double[] y = new double[60];
    for (int i = 0; i < 60; i++) {
      epoch[i] = i < 30 ? (int) Math.round(Math.pow(1.3, i)) + i : 7960 + i;
      y[i] = i;
    }
    LogTimeCells cells = LogTimeCells.of(epoch, y);
    assertThat(cells.size()).isLessThanOrEqualTo(31);
    assertThat(cells.epoch()[cells.size() - 1]).isBetween(7990, 8019);
    assertThat(cells.y()[cells.size() - 1]).isCloseTo(44.5, within(0.5));
  }
}
