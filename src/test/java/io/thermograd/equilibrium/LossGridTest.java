package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LossGridTest {

  private static final BinRule FD = new BinRule.FreedmanDiaconis();

  /** numpy.quantile(x, [.25, .75]) of these gives an FD width of 1.43889. */
  private static final double[] TEN = {1.0, 1.2, 1.3, 1.5, 1.8, 2.0, 2.6, 3.0, 3.1, 4.0};

  @Test
  void freedmanDiaconisTakesItsWidthFromEquilibriumAndItsRangeFromTheStableRegion() {
    double[] stable = DoubleStream.concat(DoubleStream.of(TEN), DoubleStream.of(21)).toArray();
    LossBins bins = grid(FD, TEN, stable).orElseThrow();
    assertThat(bins.count()).isEqualTo(14); // ceil(20/1.43889)
    assertThat(bins.edges()[0]).isEqualTo(1.0);
    assertThat(bins.edges()[14]).isEqualTo(21.0);
  }

  @Test
  void binsStayBetween8And512() {
    assertThat(grid(FD, TEN, TEN).orElseThrow().count()).isEqualTo(8);
    double[] spike = DoubleStream.concat(DoubleStream.of(TEN), DoubleStream.of(1e6)).toArray();
    assertThat(grid(FD, TEN, spike).orElseThrow().count()).isEqualTo(512);
  }

  @Test
  void scottsRuleWhereTheQuartilesCoincide() {
    double[] losses = new double[1_000];
    Arrays.fill(losses, 1);
    losses[0] = 0;
    losses[1] = 2;
    // sd = sqrt(2/999), width = 3.49 sd/10, range 2
    assertThat(grid(FD, losses, losses).orElseThrow().count()).isEqualTo(129);
  }

  @Test
  void oneValueIsUndetermined() {
    double[] same = {3, 3, 3, 3};
    assertThat(grid(FD, same, same).reason()).isEqualTo(UndeterminedReason.ONE_VALUE);
    double[] rounding = {3, Math.nextUp(3.0), 3, 3};
    assertThat(grid(FD, rounding, rounding).reason()).isEqualTo(UndeterminedReason.ONE_VALUE);
    assertThat(grid(FD, new double[1], same).reason()).isEqualTo(UndeterminedReason.TOO_FEW_VALUES);
    double[] wide = {-1e308, 1.7e308};
    assertThat(grid(FD, wide, wide).reason()).isEqualTo(UndeterminedReason.RANGE_OVERFLOW);
  }

  @Test
  void logarithmicBinsNeedPositiveLosses() {
    BinRule rule = new BinRule.Logarithmic();
    double[] touching = {0, 1, 2, 3};
    assertThat(grid(rule, touching, touching).reason())
        .isEqualTo(UndeterminedReason.NON_POSITIVE_LOSS);
    LossBins bins = grid(rule, TEN, TEN).orElseThrow();
    double ratio = bins.edges()[1] / bins.edges()[0];
    assertThat(bins.edges()[5] / bins.edges()[4]).isCloseTo(ratio, within(1e-12));
  }

  @Test
  void fixedWidthsShareTheirEdgesBetweenRuns() {
    BinRule rule = new BinRule.Width(0.5);
    double[] other = {-0.7, 0.1, 2.2};
    LossBins first = grid(rule, TEN, TEN).orElseThrow();
    LossBins second = grid(rule, other, other).orElseThrow();
    assertThat(first.edges()).startsWith(1.0, 1.5, 2.0).endsWith(4.0);
    assertThat(second.edges()).startsWith(-1.0, -0.5).endsWith(2.5);
    assertThat(grid(new BinRule.Width(1e-320), TEN, TEN).orElseThrow().count())
        .isLessThanOrEqualTo(512);
  }

  @Test
  void quantileBinsHoldEqualShares() {
    double[] losses = new SplittableRandom(3).doubles(10_000).map(u -> -Math.log1p(-u)).toArray();
    LossBins bins = grid(new BinRule.Quantiles(16), losses, losses).orElseThrow();
    Occupancy visits = Occupancy.of(bins, Arrays.stream(losses));
    assertThat(bins.count()).isEqualTo(16);
    for (int i = 0; i < 16; i++) {
      assertThat(visits.inBin(i)).isBetween(624L, 626L);
    }
  }

  @Test
  void tiedQuantilesGiveFewerBins() {
    double[] losses = {1, 1, 1, 1, 1, 1, 2, 3};
    assertThat(grid(new BinRule.Quantiles(4), losses, losses).orElseThrow().edges())
        .containsExactly(1, 1.25, 3);
  }

  private static Outcome<LossBins> grid(BinRule rule, double[] equilibrium, double[] stable) {
    return LossGrid.of(rule, Series.of(equilibrium, 1), Series.of(stable, 1));
  }
}
