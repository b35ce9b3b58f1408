package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.thermograd.simulate.ExactBoltzmann;
import io.thermograd.trace.Sampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyEstimateTest {

  private static final LossBins FOUR = LossBins.linear(0, 1, 4);

  /** numpy and scipy.special.digamma on the counts 5, 3, 2, 1, 0, 1. */
  @Test
  void agreesWithScipyUnderAndOverflowIncluded() {
    Occupancy visits = new Occupancy(FOUR, new long[] {5, 3, 2, 1, 0, 1});
    EntropyEstimate entropy = EntropyEstimate.of(visits, 6).orElseThrow();
    assertThat(entropy.entropyNats()).isCloseTo(1.4241299173467734, within(1e-13));
    assertThat(entropy.entropyCorrected()).isCloseTo(1.8108250508050343, within(4e-9));
    assertThat(entropy.entropyMillerMadow())
        .isCloseTo(1.4241299173467734 + 4 / 24.0, within(1e-13));
    assertThat(entropy.se()).isCloseTo(0.23659146596069744, within(1e-12));
    assertThat(entropy.status()).isEqualTo(EntropyStatus.OK);
  }

  @Test
  void oneBinHasNoEntropyAndIsUnresolved() {
    Occupancy one = new Occupancy(FOUR, new long[] {0, 9, 0, 0, 0, 0});
    EntropyEstimate entropy = EntropyEstimate.of(one, 9).orElseThrow();
    assertThat(entropy.entropyNats()).isEqualTo(0.0);
    assertThat(entropy.status()).isEqualTo(EntropyStatus.UNRESOLVED);
    assertThat(EntropyEstimate.of(new Occupancy(FOUR, new long[6]), 9).reason())
        .isEqualTo(UndeterminedReason.TOO_FEW_VALUES);
  }

  /**
   * Windows hold at least five visits a bin. numpy (4,000 multinomial draws each) gave coverage
   * 0.921, 0.952, 0.950 and s.d./mean s.e. 1.10, 1.00, 0.96 for these three.
   */
  @ParameterizedTest
  @CsvSource({"3, 300", "3, 2000", "0, 300"})
  void theCorrectedEntropyIsCalibrated(double beta, int visits) {
    LossBins bins = LossBins.linear(0, 1, 40);
    ExactBoltzmann truth = new ExactBoltzmann(bins.centres(), beta);
    SplittableRandom random = new SplittableRandom(101);
    StreamingStatistics plugIn = new StreamingStatistics();
    CoverageTally corrected = new CoverageTally(truth.entropyNats());
    for (int r = 0; r < 1_000; r++) {
      Occupancy seen = Occupancy.of(bins, Arrays.stream(truth.sample(random, visits)));
      EntropyEstimate entropy = EntropyEstimate.of(seen, visits).orElseThrow();
      plugIn.addValue(entropy.entropyNats() - truth.entropyNats());
      corrected.add(entropy.entropyCorrected(), entropy.se(), 1.96 * entropy.se());
    }
    assertThat(plugIn.getMean()).isCloseTo(-39 / (2.0 * visits), withinPercentage(15));
    assertThat(Math.abs(corrected.biasInDeviations())).as("%s", corrected).isLessThan(0.25);
    assertThat(corrected.coverage()).as("%s", corrected).isBetween(0.9, 0.975);
    assertThat(corrected.errorRatio()).as("%s", corrected).isBetween(0.9, 1.15);
  }

  /**
   * numpy, 300 series of an AR(1) loss with φ = 0.9: with the loss's own N_eff s.d./s.e. is 0.67
   * and coverage 0.990. Noise that adds up to nothing in every epoch has hardly any error by it.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsErrorHoldsForCorrelatedLosses(boolean shuffled) {
    LossBins bins = LossBins.linear(-3, 3, 20);
    SplittableRandom random = new SplittableRandom(101);
    StreamingStatistics entropies = new StreamingStatistics();
    StreamingStatistics errors = new StreamingStatistics();
    Sampling sampling = shuffled ? Sampling.SHUFFLED : Sampling.WITH_REPLACEMENT;
    for (int r = 0; r < 300; r++) {
      double[] losses = shuffled ? sumsToNothing(random, 200, 10) : ar1(random, 2_000, 0.9);
      EntropyEstimate entropy =
          EntropyEstimate.of(bins, Series.of(losses, 10), sampling).orElseThrow();
      entropies.addValue(entropy.entropyCorrected());
      errors.addValue(entropy.se());
    }
    assertThat(entropies.getStandardDeviation() / errors.getMean()).isBetween(0.85, 1.15);
  }

  private static double[] ar1(SplittableRandom random, int n, double phi) {
    double[] x = new double[n];
    x[0] = random.nextGaussian();
    for (int i = 1; i < n; i++) {
      x[i] = phi * x[i - 1] + Math.sqrt(1 - phi * phi) * random.nextGaussian();
    }
    return x;
  }

  /** Noise whose mean is 0 in every epoch. */
  private static double[] sumsToNothing(SplittableRandom random, int epochs, int steps) {
    double[] x = new double[epochs * steps];
    for (int e = 0; e < epochs; e++) {
      double mean = 0;
      for (int i = 0; i < steps; i++) {
        x[e * steps + i] = random.nextGaussian();
        mean += x[e * steps + i] / steps;
      }
      for (int i = 0; i < steps; i++) {
        x[e * steps + i] -= mean;
      }
    }
    return x;
  }

  @Test
  void nearUniformTheSecondOrderGivesTheErrorThatTheFirstMisses() {
    LossBins bins = LossBins.linear(0, 1, 10);
    ExactBoltzmann truth = new ExactBoltzmann(bins.centres(), 0);
    Occupancy even =
        new Occupancy(bins, new long[] {0, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0});
    EntropyEstimate entropy = EntropyEstimate.of(even, 1_000).orElseThrow();
    StreamingStatistics spread = new StreamingStatistics();
    SplittableRandom random = new SplittableRandom(101);
    for (int r = 0; r < 2_000; r++) {
      Occupancy visits = Occupancy.of(bins, Arrays.stream(truth.sample(random, 1_000)));
      spread.addValue(EntropyEstimate.of(visits, 1_000).orElseThrow().entropyNats());
    }
    // 2N·ΔH is χ² with 9 degrees: sd = √18/2000 = 0.0021
    assertThat(spread.getStandardDeviation()).isCloseTo(Math.sqrt(18) / 2_000, within(1e-4));
    assertThat(entropy.se()).isCloseTo(spread.getStandardDeviation(), within(1e-4));
  }
}
