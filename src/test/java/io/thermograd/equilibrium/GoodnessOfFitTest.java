package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GoodnessOfFitTest {

  private static final LossBins EIGHT = LossBins.linear(1, 2, 8);
  private static final Occupancy VISITS =
      new Occupancy(EIGHT, new long[] {5, 40, 25, 17, 9, 5, 3, 1, 0, 5});

  /** numpy and scipy.stats.chi2.sf on the cells .427, .247, .143, .083 and the pooled rest. */
  @Test
  void agreesWithScipyAfterPooling() {
    BoltzmannLaw law = BoltzmannFit.of(VISITS, 110).orElseThrow().law();
    GoodnessOfFit fit = GoodnessOfFit.of(VISITS, law.probabilities(), 1, 100);
    assertThat(fit.klNats()).isCloseTo(0.01433182524728496, within(1e-12));
    assertThat(fit.ksDistance()).isCloseTo(0.02704495748672664, within(1e-12));
    assertThat(fit.gStatistic()).isCloseTo(0.8464031246163906, within(1e-9));
    assertThat(fit.degreesOfFreedom()).isEqualTo(3);
    assertThat(fit.gTestP()).isCloseTo(0.8383388024219119, within(1e-9));
  }

  @Test
  void aPerfectFitHasNoDivergence() {
    Occupancy even = new Occupancy(LossBins.linear(0, 1, 4), new long[] {0, 25, 25, 25, 25, 0});
    GoodnessOfFit fit = GoodnessOfFit.of(even, new double[] {0.25, 0.25, 0.25, 0.25}, 0, 100);
    assertThat(fit.klNats()).isEqualTo(0.0);
    assertThat(fit.gTestP()).isEqualTo(1.0);
    assertThat(fit.ksDistance()).isEqualTo(0.0);
  }

  @Test
  void tooFewCellsGiveNoTestAndAForbiddenVisitNoDivergence() {
    Occupancy two = new Occupancy(LossBins.linear(0, 1, 2), new long[] {0, 6, 4, 0});
    GoodnessOfFit small = GoodnessOfFit.of(two, new double[] {0.5, 0.5}, 1, 10);
    assertThat(small.gTestP()).isNull();
    assertThat(small.klNats()).isPositive();
    GoodnessOfFit forbidden = GoodnessOfFit.of(two, new double[] {1, 0}, 0, 10);
    assertThat(forbidden.klNats()).isNull();
    assertThat(forbidden.ksDistance()).isCloseTo(0.4, within(1e-15));
  }
}
