package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.simulate.ExactBoltzmann;
import java.util.SplittableRandom;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.junit.jupiter.api.Test;

class EntropyEstimateTest {

  private static final LossBins FOUR = LossBins.linear(0, 1, 4);

  /** numpy and scipy.special.digamma on the counts 5, 3, 2, 1, 0, 1. */
  @Test
  void agreesWithScipyUnderAndOverflowIncluded() {
    Occupancy visits = new Occupancy(FOUR, new long[] {5, 3, 2, 1, 0, 1});
    EntropyEstimate entropy = EntropyEstimate.of(visits, 6, 1).orElseThrow();
    assertThat(entropy.entropyNats()).isCloseTo(1.4241299173467734, within(1e-13));
    assertThat(entropy.entropyCorrected()).isCloseTo(1.8108250508050343, within(4e-9));
    assertThat(entropy.entropyMillerMadow())
        .isCloseTo(1.4241299173467734 + 4 / 24.0, within(1e-13));
    assertThat(entropy.se()).isCloseTo(0.23659146596069744, within(1e-12));
    assertThat(entropy.errorMethod()).isEqualTo(EntropyEstimate.ErrorMethod.DELTA);
    assertThat(entropy.status()).isEqualTo(EntropyStatus.OK);
  }

  @Test
  void oneBinHasNoEntropyAndIsUnresolved() {
    Occupancy one = new Occupancy(FOUR, new long[] {0, 9, 0, 0, 0, 0});
    EntropyEstimate entropy = EntropyEstimate.of(one, 9, 1).orElseThrow();
    assertThat(entropy.entropyNats()).isEqualTo(0.0);
    assertThat(entropy.status()).isEqualTo(EntropyStatus.UNRESOLVED);
    assertThat(EntropyEstimate.of(new Occupancy(FOUR, new long[6]), 9, 1).reason())
        .isEqualTo(UndeterminedReason.TOO_FEW_VALUES);
  }

  @Test
  void theCorrectionRemovesThePlugInsBias() {
    LossBins bins = LossBins.linear(0, 1, 40);
    ExactBoltzmann truth = new ExactBoltzmann(bins.centres(), 3);
    SplittableRandom random = new SplittableRandom(101);
    StreamingStatistics plugIn = new StreamingStatistics();
    CoverageTally corrected = new CoverageTally(truth.entropyNats());
    for (int r = 0; r < 1_000; r++) {
      Occupancy visits = Occupancy.of(bins, truth.sample(random, 300));
      EntropyEstimate entropy = EntropyEstimate.of(visits, 300, r).orElseThrow();
      plugIn.addValue(entropy.entropyNats() - truth.entropyNats());
      corrected.add(entropy.entropyCorrected(), entropy.se(), 1.96 * entropy.se());
    }
    // (K − 1)/2N = 0.065
    assertThat(plugIn.getMean()).isBetween(-0.075, -0.055);
    assertThat(Math.abs(corrected.biasInDeviations())).as("%s", corrected).isLessThan(0.2);
    assertThat(corrected.coverage()).as("%s", corrected).isBetween(0.9, 0.98);
  }

  @Test
  void nearUniformTheBootstrapGivesTheErrorThatTheDeltaMethodMisses() {
    LossBins bins = LossBins.linear(0, 1, 10);
    ExactBoltzmann truth = new ExactBoltzmann(bins.centres(), 0);
    Occupancy even =
        new Occupancy(bins, new long[] {0, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0});
    EntropyEstimate entropy = EntropyEstimate.of(even, 1_000, 5).orElseThrow();
    assertThat(entropy.errorMethod()).isEqualTo(EntropyEstimate.ErrorMethod.BOOTSTRAP);
    StreamingStatistics spread = new StreamingStatistics();
    SplittableRandom random = new SplittableRandom(101);
    for (int r = 0; r < 2_000; r++) {
      Occupancy visits = Occupancy.of(bins, truth.sample(random, 1_000));
      spread.addValue(EntropyEstimate.of(visits, 1_000, r).orElseThrow().entropyNats());
    }
    // 2N·ΔH is χ² with 9 degrees: sd = √18/2000 = 0.0021
    assertThat(spread.getStandardDeviation()).isCloseTo(Math.sqrt(18) / 2_000, within(1e-4));
    assertThat(entropy.se()).isCloseTo(spread.getStandardDeviation(), within(4e-4));
    assertThat(EntropyEstimate.of(even, 1_000, 5)).isEqualTo(EntropyEstimate.of(even, 1_000, 5));
  }
}
