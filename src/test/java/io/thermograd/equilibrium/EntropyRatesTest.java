package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.simulate.ExactBoltzmann;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntropyRatesTest {

  /** numpy at β = |∇E|² = 1: T5 −.0099·(ln .99 + ln .01 + 2), T6 −H, exact 0. */
  @Test
  void theTheorysTwoRatesDifferInSignWhereTheExactOneIsZero() {
    EntropyRates rates =
        EntropyRates.of(new double[] {0.99, 0.01}, new double[] {0, 4.6}, gradients(1, 1), 1)
            .orElseThrow();
    assertThat(rates.chainRuleRate()).isCloseTo(0.025890683166231762, within(1e-15));
    assertThat(rates.dominantBinRate()).isCloseTo(-0.009800501675050336, within(1e-15));
    assertThat(rates.approximateRate()).isCloseTo(-0.056001534354847345, within(1e-15));
    assertThat(rates.exactRate()).isCloseTo(0, within(1e-15));
    assertThat(rates.dominantBinProbability()).isEqualTo(0.99);
  }

  @Test
  void theExactRateIsTheDerivativeOfEntropyWhenEveryEnergyDescendsItsGradient() {
    double[] energies = {0.1, 0.4, 0.9, 1.3};
    double[] squares = {0.2, 1.1, 0.7, 2.5};
    double beta = 2.5;
    EntropyRates rates =
        EntropyRates.of(
                new ExactBoltzmann(energies, beta).probabilities(),
                energies,
                gradients(squares),
                beta)
            .orElseThrow();
    double step = 1e-5;
    double slope =
        (entropy(energies, squares, beta, step) - entropy(energies, squares, beta, -step))
            / (2 * step);
    assertThat(rates.exactRate()).isCloseTo(slope, within(1e-8));
    assertThat(rates.exactRate()).isNotCloseTo(rates.chainRuleRate(), within(0.01));
  }

  private static double entropy(double[] energies, double[] squares, double beta, double time) {
    double[] moved = new double[energies.length];
    Arrays.setAll(moved, i -> energies[i] - time * squares[i]);
    return new ExactBoltzmann(moved, beta).entropyNats();
  }

  /** Equal gradients in two bins: T5 turns positive at p(1 − p) = e^−2, p = .8387. */
  @Test
  void withTwoBinsTheSignsDifferOnceOneHoldsMoreThanEightyFourPercent() {
    for (double p : new double[] {0.5, 0.7, 0.838, 0.839, 0.95, 0.999}) {
      EntropyRates rates =
          EntropyRates.of(new double[] {p, 1 - p}, new double[] {0, 1}, gradients(1, 1), 2)
              .orElseThrow();
      assertThat(rates.approximateRate()).isNegative();
      assertThat(rates.chainRuleRate() > 0).as("p = %s", p).isEqualTo(p > 0.8387);
    }
  }

  /** T6 expands T5's term at p = 1: its own remainder is (1 − p)²/2 + O((1 − p)³). */
  @Test
  void theDominantBinFollowsTheExpansionNearOne() {
    for (double rest : new double[] {1e-2, 1e-3, 1e-4}) {
      double p = 1 - rest;
      EntropyRates rates =
          EntropyRates.of(new double[] {p, rest}, new double[] {0, 1}, gradients(1, 1), 1)
              .orElseThrow();
      double expanded = -p * (-p * Math.log(p) - rest * rest / 2);
      assertThat(rates.dominantBinRate()).isCloseTo(expanded, within(rest * rest * rest));
    }
  }

  @Test
  void perIterationMultipliesRatesByTheLearningRateOnly() {
    EntropyRates time =
        EntropyRates.of(new double[] {0.6, 0.4}, new double[] {0, 1}, gradients(1, 2), 3)
            .orElseThrow();
    EntropyRates iteration = time.perIteration(0.1);
    assertThat(iteration.chainRuleRate()).isEqualTo(0.1 * time.chainRuleRate());
    assertThat(iteration.exactRate()).isEqualTo(0.1 * time.exactRate());
    assertThat(iteration.meanGradSquared()).isEqualTo(time.meanGradSquared());
    assertThatThrownBy(() -> time.perIteration(0)).hasMessageContaining("Invalid lr");
  }

  @Test
  void aBinWithoutGradientTakesTheMeanIfLittleIsMissing() {
    double[] p = {0.5, 0.46, 0.04};
    double[] energies = {0, 1, 2};
    EntropyRates rates =
        EntropyRates.of(p, energies, new Double[] {1.0, 3.0, null}, 1).orElseThrow();
    double mean = (0.5 + 3 * 0.46) / 0.96;
    assertThat(rates.meanGradSquared()).isCloseTo(mean, within(1e-12));
    assertThat(rates.massKnown()).isCloseTo(0.96, within(1e-12));
    assertThat(rates.chainRuleRate())
        .isCloseTo(
            EntropyRates.of(p, energies, gradients(1, 3, mean), 1).orElseThrow().chainRuleRate(),
            within(1e-12));
    assertThat(EntropyRates.of(p, energies, new Double[] {1.0, null, 2.0}, 1).reason())
        .isEqualTo(UndeterminedReason.GRADIENT_COVERAGE);
  }

  @Test
  void anEmptyBinAddsNothingAndProbabilitiesMustSumToOne() {
    EntropyRates with =
        EntropyRates.of(
                new double[] {0.7, 0.3, 0},
                new double[] {0, 1, 2},
                new Double[] {1.0, 2.0, null},
                1)
            .orElseThrow();
    EntropyRates without =
        EntropyRates.of(new double[] {0.7, 0.3}, new double[] {0, 1}, gradients(1, 2), 1)
            .orElseThrow();
    assertThat(with).isEqualTo(without);
    assertThatThrownBy(() -> EntropyRates.of(new double[] {0.7}, new double[] {0}, gradients(1), 1))
        .hasMessageContaining("sum to 0.7");
  }

  private static @Nullable Double[] gradients(double... squares) {
    return Arrays.stream(squares).boxed().toArray(Double[]::new);
  }
}
