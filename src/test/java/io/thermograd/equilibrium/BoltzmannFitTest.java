package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.simulate.ExactBoltzmann;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** References: scipy.optimize.brentq on the score (linear) and mpmath at 40 digits (irregular). */
class BoltzmannFitTest {

  private static final LossBins EIGHT = LossBins.linear(1, 2, 8);
  private static final Occupancy VISITS =
      new Occupancy(EIGHT, new long[] {0, 40, 25, 17, 9, 5, 3, 1, 0, 0});

  @Test
  void agreesWithScipyOnEqualWidths() {
    BoltzmannFit fit = BoltzmannFit.of(VISITS, 50).orElseThrow();
    assertThat(fit.beta()).isCloseTo(4.381345160312209, within(4e-12));
    assertThat(fit.betaSe()).isCloseTo(0.7256340090266358, within(1e-12));
    assertThat(fit.law().logPartitionFunction()).isCloseTo(-3.8043132483900988, within(1e-11));
    assertThat(fit.logLikelihood()).isCloseTo(-154.64045286411869, within(1e-10));
    assertThat(fit.isNegative()).isFalse();
  }

  @Test
  void agreesWithMpmathOnUnequalWidths() {
    LossBins bins = new LossBins(new double[] {1, 1.1, 1.3, 1.7, 2.5}, Spacing.IRREGULAR);
    Occupancy visits = new Occupancy(bins, new long[] {0, 30, 35, 25, 10, 0});
    BoltzmannFit fit = BoltzmannFit.of(visits, 100).orElseThrow();
    assertThat(fit.beta()).isCloseTo(3.35280354865986, within(4e-12));
    assertThat(fit.law().logPartitionFunction()).isCloseTo(-4.569165939483673, within(1e-11));
    assertThat(fit.logLikelihood()).isCloseTo(-130.7240672189871, within(1e-10));
  }

  @Test
  void visitsOutOfRangeChangeNeitherBetaNorItsErrorPerVisit() {
    Occupancy more = new Occupancy(EIGHT, new long[] {30, 40, 25, 17, 9, 5, 3, 1, 0, 70});
    BoltzmannFit fit = BoltzmannFit.of(more, 100).orElseThrow();
    BoltzmannFit inside = BoltzmannFit.of(VISITS, 50).orElseThrow();
    assertThat(fit.beta()).isEqualTo(inside.beta());
    assertThat(fit.nEff()).isEqualTo(50);
    assertThat(fit.betaSe()).isEqualTo(inside.betaSe());
  }

  @Test
  void probabilitiesSumToOneAtAnyTemperature() {
    for (double beta : new double[] {-1e6, -3, 0, 1e-9, 4, 1e6}) {
      for (LossBins bins : new LossBins[] {EIGHT, LossBins.logarithmic(1e-4, 1e2, 40)}) {
        BoltzmannLaw law = BoltzmannLaw.at(bins, beta);
        assertThat(Arrays.stream(law.probabilities()).sum()).isCloseTo(1, within(1e-14));
        assertThat(Double.isFinite(law.logPartitionFunction())).isTrue();
      }
    }
  }

  @Test
  void betaZeroIsUniformInTheLoss() {
    for (double p : BoltzmannLaw.at(EIGHT, 0).probabilities()) {
      assertThat(p).isCloseTo(0.125, within(1e-15));
    }
    LossBins bins = new LossBins(new double[] {0, 1, 4}, Spacing.IRREGULAR);
    assertThat(BoltzmannLaw.at(bins, 0).probabilities())
        .containsExactly(new double[] {0.25, 0.75}, within(1e-15));
    assertThat(BoltzmannLaw.at(bins, 0).energies())
        .containsExactly(new double[] {0.5, 2.5}, within(1e-15));
  }

  @Test
  void shiftingTheLossLeavesBetaAndShiftsLogZ() {
    BoltzmannFit fit = BoltzmannFit.of(VISITS, 50).orElseThrow();
    Occupancy shifted = new Occupancy(LossBins.linear(17, 18, 8), VISITS.counts());
    BoltzmannFit moved = BoltzmannFit.of(shifted, 50).orElseThrow();
    assertThat(moved.beta()).isCloseTo(fit.beta(), within(1e-12));
    assertThat(moved.law().logPartitionFunction())
        .isCloseTo(fit.law().logPartitionFunction() - 16 * fit.beta(), within(1e-10));
  }

  @Test
  void scalingTheLossDividesBeta() {
    BoltzmannFit fit = BoltzmannFit.of(VISITS, 50).orElseThrow();
    Occupancy scaled = new Occupancy(LossBins.linear(1e-6, 2e-6, 8), VISITS.counts());
    BoltzmannFit small = BoltzmannFit.of(scaled, 50).orElseThrow();
    assertThat(small.beta()).isCloseTo(1e6 * fit.beta(), within(1e-5));
    assertThat(small.betaSe()).isCloseTo(1e6 * fit.betaSe(), within(1e-5));
  }

  @Test
  void mirroredVisitsGiveNegativeBeta() {
    Occupancy mirrored = new Occupancy(EIGHT, new long[] {0, 0, 1, 3, 5, 9, 17, 25, 40, 0});
    BoltzmannFit fit = BoltzmannFit.of(mirrored, 50).orElseThrow();
    assertThat(fit.isNegative()).isTrue();
    assertThat(fit.beta()).isCloseTo(-4.381345160312209, within(4e-12));
  }

  @Test
  void probabilitySlopeIsTheDerivativeByTheBinsOwnEnergy() {
    double beta = 3;
    double step = 1e-6;
    BoltzmannLaw law = BoltzmannLaw.at(EIGHT, beta);
    for (int i = 0; i < 8; i++) {
      double[] up = EIGHT.centres();
      double[] down = EIGHT.centres();
      up[i] += step;
      down[i] -= step;
      double slope =
          (new ExactBoltzmann(up, beta).probabilities()[i]
                  - new ExactBoltzmann(down, beta).probabilities()[i])
              / (2 * step);
      assertThat(law.probabilitySlopes()[i]).isCloseTo(slope, within(1e-9));
    }
  }

  @Test
  void entropyFallsWithBetaAsMinusBetaTimesTheEnergyVariance() {
    double step = 1e-5;
    for (double beta : new double[] {-2, 0, 0.5, 6}) {
      double slope =
          (BoltzmannLaw.at(EIGHT, beta + step).entropyNats()
                  - BoltzmannLaw.at(EIGHT, beta - step).entropyNats())
              / (2 * step);
      assertThat(slope)
          .isCloseTo(-beta * BoltzmannLaw.at(EIGHT, beta).energyVariance(), within(1e-9));
    }
  }

  @Test
  void recoversTheBetaOfExactVisits() {
    ExactBoltzmann truth = new ExactBoltzmann(EIGHT.centres(), 5);
    double[] losses = truth.sample(new SplittableRandom(101), 200_000);
    BoltzmannFit fit =
        BoltzmannFit.of(Occupancy.of(EIGHT, Arrays.stream(losses)), losses.length).orElseThrow();
    assertThat(Math.abs(fit.beta() - 5)).isLessThan(3 * fit.betaSe());
    assertThat(fit.law().entropyNats()).isCloseTo(truth.entropyNats(), within(0.01));
  }

  @Test
  void allVisitsInOneBinAreUndetermined() {
    Occupancy one = new Occupancy(EIGHT, new long[] {4, 0, 9, 0, 0, 0, 0, 0, 0, 3});
    assertThat(BoltzmannFit.of(one, 10).reason()).isEqualTo(UndeterminedReason.ONE_BIN);
    Occupancy none = new Occupancy(EIGHT, new long[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 3});
    assertThat(BoltzmannFit.of(none, 10).reason()).isEqualTo(UndeterminedReason.TOO_FEW_VALUES);
  }

  @Test
  void aSteepLawIsFitted() {
    long[] counts = new long[514];
    counts[1] = 10_000_000;
    counts[2] = 1;
    LossBins bins = LossBins.linear(0, 1, 512);
    BoltzmannFit fit = BoltzmannFit.of(new Occupancy(bins, counts), 1e7).orElseThrow();
    assertThat(fit.beta()).isCloseTo(512 * Math.log(1e7 + 1), within(1e-2));
  }
}
