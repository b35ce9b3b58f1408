package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.simulate.LangevinBowl;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TwoTemperatureTestTest {

  private static final double[] FIRST = {0.1, 0.2, 0.15, 0.4, 0.6, 0.35, 0.05};
  private static final double[] SECOND = {0.3, 0.8, 0.5, 0.9, 0.25, 1.1};

  /** numpy: weighted Newton steps on the logistic likelihood, weights 5/7 and 4/6. */
  @Test
  void agreesWithNumpy() {
    TwoTemperatureTest test = test(LossBins.linear(0.025, 1.125, 22), FIRST, SECOND).orElseThrow();
    assertThat(test.slope()).isCloseTo(-5.53511122433821, within(1e-9));
    assertThat(test.se()).isCloseTo(3.776814209778111, within(1e-9));
    assertThat(test.p()).isCloseTo(0.14277083764838455, within(1e-9));
  }

  @Test
  void shiftChangesNothingAndScaleDividesTheSlope() {
    double[] first = Arrays.stream(FIRST).map(e -> 1e3 + 4 * e).toArray();
    double[] second = Arrays.stream(SECOND).map(e -> 1e3 + 4 * e).toArray();
    TwoTemperatureTest test =
        test(LossBins.linear(1000.1, 1004.5, 22), first, second).orElseThrow();
    assertThat(4 * test.slope()).isCloseTo(-5.53511122433821, within(1e-8));
  }

  @Test
  void theDensityOfStatesCancels() {
    LangevinBowl cold = new LangevinBowl(6, 1, 60, 1.0, 0);
    LangevinBowl warm = new LangevinBowl(6, 1, 40, 1.0, 0);
    SplittableRandom random = new SplittableRandom(101);
    LossBins bins = LossBins.linear(0, 1, 200);
    Occupancy first = Occupancy.of(bins, Arrays.stream(cold.losses(random, 20_000)));
    Occupancy second = Occupancy.of(bins, Arrays.stream(warm.losses(random, 10_000)));
    TwoTemperatureTest test = TwoTemperatureTest.of(first, 20_000, second, 10_000).orElseThrow();
    double truth = -(cold.beta() - warm.beta());
    assertThat(Math.abs(test.slope() - truth)).isLessThan(3 * test.se());
    assertThat(test.p()).isLessThan(1e-6);
  }

  @Test
  void equalTemperaturesAreRejectedAsOftenAsTheLevelSays() {
    LangevinBowl bowl = new LangevinBowl(4, 1, 50, 1.0, 0);
    SplittableRandom random = new SplittableRandom(101);
    LossBins bins = LossBins.linear(0, 1, 200);
    CoverageTally tally = new CoverageTally(0);
    for (int r = 0; r < 400; r++) {
      TwoTemperatureTest test =
          TwoTemperatureTest.of(
                  Occupancy.of(bins, Arrays.stream(bowl.losses(random, 600))),
                  600,
                  Occupancy.of(bins, Arrays.stream(bowl.losses(random, 300))),
                  300)
              .orElseThrow();
      tally.add(test.slope(), test.se(), 1.96 * test.se());
    }
    assertThat(tally.coverage()).as("%s", tally).isBetween(0.925, 0.975);
    assertThat(tally.errorRatio()).as("%s", tally).isBetween(0.9, 1.1);
  }

  @Test
  void samplesApartGiveNoSlope() {
    LossBins bins = LossBins.linear(-0.5, 3.5, 4);
    assertThat(test(bins, new double[] {0, 1}, new double[] {2, 3}).reason())
        .isEqualTo(UndeterminedReason.NO_OVERLAP);
    assertThat(test(bins, new double[2], new double[2]).reason())
        .isEqualTo(UndeterminedReason.ONE_VALUE);
  }

  private static Outcome<TwoTemperatureTest> test(LossBins bins, double[] first, double[] second) {
    return TwoTemperatureTest.of(
        Occupancy.of(bins, Arrays.stream(first)), 5, Occupancy.of(bins, Arrays.stream(second)), 4);
  }
}
