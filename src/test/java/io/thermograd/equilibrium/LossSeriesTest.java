package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LossSeriesTest {

  @Test
  void stepsAreSortedAndNonFiniteLossesCounted() {
    LossSeries series =
        LossSeries.of(
            EnergyKind.BATCH,
            new long[] {3, 1, 2, 0},
            new int[] {1, 0, 1, 0},
            new double[] {30, Double.NaN, 20, Double.NEGATIVE_INFINITY});
    assertThat(series.step()).containsExactly(2, 3);
    assertThat(series.epoch()).containsExactly(1, 1);
    assertThat(series.loss()).containsExactly(20, 30);
    assertThat(series.nonFinite()).isEqualTo(2);
  }

  @Test
  void sliceHoldsBothEnds() {
    LossSeries series = Series.of(new double[] {0, 1, 2, 3, 4}, 2);
    assertThat(series.slice(1, 3).loss()).containsExactly(1, 2, 3);
    assertThat(series.from(4).loss()).containsExactly(4);
    assertThat(series.from(5).size()).isZero();
    assertThat(series.slice(3, 1).size()).isZero();
  }

  @Test
  void repeatedStepIsABugOfTheCaller() {
    assertThatThrownBy(
            () ->
                LossSeries.of(EnergyKind.BATCH, new long[] {1, 1}, new int[2], new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid loss series: step 1 follows step 1");
  }

  @Test
  void nonFiniteOnlyIsAnEmptySeries() {
    LossSeries series =
        LossSeries.of(EnergyKind.FULL, new long[] {0}, new int[1], new double[] {Double.NaN});
    assertThat(series.size()).isZero();
    assertThat(series.varies()).isFalse();
    assertThat(SeriesBlocks.wholeEpochs(series).count()).isZero();
    assertThat(SeriesBlocks.ofSteps(series, 5).count()).isZero();
  }

  @Test
  void partialFirstAndLastEpochsAreNotWhole() {
    LossSeries series =
        new LossSeries(
            EnergyKind.BATCH,
            new long[] {2, 3, 4, 5, 6, 7, 8, 9},
            new int[] {0, 1, 1, 1, 2, 2, 2, 3},
            new double[] {9, 1, 2, 3, 4, 5, 6, 9},
            0);
    assertThat(SeriesBlocks.wholeEpochs(series).mean()).containsExactly(2, 5);
    assertThat(SeriesBlocks.wholeEpochs(series).begin()).containsExactly(1, 4, 7);
  }
}
