package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  private static LossSeries series(double... losses) {
    return Series.of(
        EnergyKind.BATCH,
        LongStream.range(0, losses.length).toArray(),
        new int[losses.length],
        losses);
  }

  @Test
  void cellsHoldEveryLossOnceAndKeepEverySpike() {
    double[] losses = IntStream.range(0, 100_000).mapToDouble(i -> 1 / (1.0 + i)).toArray();
    losses[77_777] = 50;
    List<LossCell> cells = LossCurve.of(series(losses), null);
    assertThat(cells).hasSizeLessThanOrEqualTo(LossCurve.MAX_CELLS);
    assertThat(cells.stream().mapToLong(LossCell::n).sum()).isEqualTo(100_000);
    assertThat(cells.get(0).stepFrom()).isZero();
    assertThat(cells.get(cells.size() - 1).stepTo()).isEqualTo(99_999);
    assertThat(cells.stream().mapToDouble(LossCell::greatest).max()).hasValue(50);
  }

  @Test
  void aShortSeriesKeepsEachLoss() {
    assertThat(LossCurve.of(series(3, 1, 2), null))
        .extracting(LossCell::median)
        .containsExactly(3.0, 1.0, 2.0);
  }

  @Test
  void theMedianOfAnEvenCellLiesBetweenItsMiddleTwo() {
    double[] losses = IntStream.range(0, 4).mapToDouble(i -> i).toArray();
    LossSeries all =
        Series.of(
            EnergyKind.FULL,
            new long[] {0, 1L << 50, (1L << 50) + 1, (1L << 50) + 2},
            new int[4],
            losses);
    assertThat(LossCurve.of(series(), all))
        .containsExactly(
            new LossCell(EnergyKind.FULL, 0, 0, 1, 0, 0, 0),
            new LossCell(EnergyKind.FULL, 1L << 50, (1L << 50) + 2, 3, 1, 2, 3));
  }

  @Test
  void withoutLossesThereAreNoCells() {
    assertThat(LossCurve.of(series(), null)).isEmpty();
  }
}
