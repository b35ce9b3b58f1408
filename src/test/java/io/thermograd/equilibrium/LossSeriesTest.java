package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LossSeriesTest {

  @Test
  void nonFiniteLossesAreLeftOutAndCounted() {
    LossSeries series =
        Series.of(
            EnergyKind.BATCH,
            new long[] {0, 1, 2, 3},
            new int[] {0, 0, 1, 1},
            new double[] {Double.NEGATIVE_INFINITY, Double.NaN, 20, 30});
    assertThat(series.size()).isEqualTo(2);
    assertThat(series.step(0)).isEqualTo(2);
    assertThat(series.epoch(0)).isEqualTo(1);
    assertThat(series.losses()).containsExactly(20.0, 30.0);
    assertThat(series.nonFinite()).isEqualTo(2);
    assertThat(series.from(0).nonFinite()).isZero();
  }

  @Test
  void sliceHoldsBothEnds() {
    LossSeries series = Series.of(new double[] {0, 1, 2, 3, 4}, 2);
    assertThat(series.slice(1, 3).losses()).containsExactly(1.0, 2.0, 3.0);
    assertThat(series.from(4).losses()).containsExactly(4.0);
    assertThat(series.from(5).size()).isZero();
    assertThat(series.slice(3, 1).size()).isZero();
  }

  @Test
  void aPartOfAPartCountsFromItsOwnBeginning() {
    LossSeries part = Series.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 2).from(2).slice(3, 6);
    assertThat(part.step(0)).isEqualTo(3);
    assertThat(part.epoch(3)).isEqualTo(3);
    assertThat(part.firstIndexFrom(5)).isEqualTo(2);
    assertThat(part.mean(1, 4)).isEqualTo(5);
    assertThat(part.everySecond(1).losses()).containsExactly(4.0, 6.0);
    assertThat(part.everySecond(1).step(1)).isEqualTo(6);
    LossSeries others = part.withLosses(new double[] {8, 9, 8, 7}).sliceIndices(1, 3);
    assertThat(others.losses()).containsExactly(9.0, 8.0);
    assertThat(others.step(0)).isEqualTo(4);
    assertThatThrownBy(() -> part.loss(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void partsShareTheArraysOfTheWhole() {
    double[] losses = {0, 1, 2, 3, 4};
    LossSeries part = Series.of(losses, 2).from(1).sliceIndices(1, 3);
    // Only here: nobody else may write to them.
    losses[3] = 30;
    assertThat(part.losses()).containsExactly(2.0, 30.0);
  }

  @Test
  void aSeriesGathersAsManyLossesAsThereAre() {
    LossSeries.Builder gathered = new LossSeries.Builder(EnergyKind.FULL);
    for (int i = 0; i < 200_000; i++) {
      gathered.add(2L * i, i / 10, i / 4.0);
    }
    LossSeries series = gathered.build();
    assertThat(series.size()).isEqualTo(200_000);
    for (int i = 0; i < series.size(); i++) {
      assertThat(series.step(i) == 2L * i && series.epoch(i) == i / 10 && series.loss(i) == i / 4.0)
          .as("loss %d", i)
          .isTrue();
    }
  }

  @Test
  void repeatedStepIsABugOfTheCaller() {
    assertThatThrownBy(
            () -> Series.of(EnergyKind.BATCH, new long[] {1, 1}, new int[2], new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid loss series: step 1 follows step 1");
  }

  @Test
  void nonFiniteOnlyIsAnEmptySeries() {
    LossSeries series =
        Series.of(EnergyKind.FULL, new long[] {0}, new int[1], new double[] {Double.NaN});
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
