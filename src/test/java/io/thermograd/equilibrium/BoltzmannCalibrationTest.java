package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.simulate.LangevinBowl;
import io.thermograd.trace.Sampling;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** β against the closed form of the discretised chain, 1,000 replicates for each of three seeds. */
class BoltzmannCalibrationTest {

  private static final Logger LOG = System.getLogger(BoltzmannCalibrationTest.class.getName());
  private static final int REPLICATES = 1_000;
  private static final int STEPS = 4_000;
  private static final double NORMAL_95 = 1.959963984540054;

  /** Where the statistical inefficiency is from. */
  private enum Inefficiency {
    /** The chain's closed form. */
    KNOWN,
    /** The pipeline's own estimate from the series. */
    ESTIMATED
  }

  @ParameterizedTest
  @CsvSource({
    "101, KNOWN",
    "202, KNOWN",
    "303, KNOWN",
    "101, ESTIMATED",
    "202, ESTIMATED",
    "303, ESTIMATED"
  })
  void sourceModelCoversBetaOfABowlInTwoDimensions(long seed, Inefficiency inefficiency) {
    LangevinBowl bowl = new LangevinBowl(2, 1.0, 50, 0.1, 0.25);
    CoverageTally tally = new CoverageTally(bowl.beta());
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < REPLICATES; r++) {
      LossSeries losses = series(bowl.losses(random.split(), STEPS));
      add(tally, losses, STEPS / g(bowl, losses, inefficiency));
    }
    LOG.log(
        Level.INFO, "beta, d = 2, source model, g {0}, seed {1}: {2}", inefficiency, seed, tally);
    assertCalibrated(tally);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void densityOfStatesCoversBetaOfABowlInSixDimensions(long seed) {
    LangevinBowl bowl = new LangevinBowl(6, 1.0, 50, 0.1, 0.25);
    CoverageTally betas = new CoverageTally(bowl.beta());
    CoverageTally shapes = new CoverageTally(bowl.shape());
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < REPLICATES; r++) {
      LossSeries losses = series(bowl.losses(random.split(), STEPS));
      double nEff = STEPS / estimated(losses);
      DensityOfStatesFit fit =
          DensityOfStatesFit.of(losses, bowl.groundEnergy(), nEff).orElseThrow();
      betas.add(fit.beta(), fit.betaSe(), fit.betaHalfWidth(0.95));
      shapes.add(fit.shape(), fit.shapeSe(), fit.shapeHalfWidth(0.95));
    }
    LOG.log(Level.INFO, "beta, d = 6, E0 known, seed {0}: {1}", seed, betas);
    LOG.log(Level.INFO, "shape, d = 6, E0 known, seed {0}: {1}", seed, shapes);
    assertCalibrated(betas);
    assertCalibrated(shapes);
  }

  /** A start 15 standard deviations out, cut off by the pipeline's own burn-in. */
  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void sourceModelCoversBetaAfterAStartFarOut(long seed) {
    LangevinBowl bowl = new LangevinBowl(2, 1.0, 50, 0.5, 0.25);
    CoverageTally tally = new CoverageTally(bowl.beta());
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < REPLICATES; r++) {
      LossSeries run = series(bowl.lossesFrom(15, random.split(), STEPS / 4));
      EquilibriumRegion region =
          EquilibriumRegion.of(run, Sampling.WITH_REPLACEMENT, EquilibriumSettings.AUTO);
      LossSeries settled = run.from(((EquilibriumRegion.Found) region).fromStep());
      add(tally, settled, settled.size() / estimated(settled));
    }
    LOG.log(Level.INFO, "beta, d = 2, from 15 s.d. out, seed {0}: {1}", seed, tally);
    assertCalibrated(tally);
  }

  private static void add(CoverageTally tally, LossSeries losses, double nEff) {
    LossBins bins = LossGrid.of(new BinRule.FreedmanDiaconis(), losses, losses).orElseThrow();
    BoltzmannFit fit = BoltzmannFit.of(Occupancy.of(bins, losses.losses()), nEff).orElseThrow();
    tally.add(fit.beta(), fit.betaSe(), NORMAL_95 * fit.betaSe());
  }

  private static double g(LangevinBowl bowl, LossSeries losses, Inefficiency inefficiency) {
    return inefficiency == Inefficiency.KNOWN ? bowl.statisticalInefficiency() : estimated(losses);
  }

  private static double estimated(LossSeries series) {
    return StatisticalInefficiency.of(series, Sampling.WITH_REPLACEMENT).value();
  }

  private static LossSeries series(double[] losses) {
    long[] steps = LongStream.range(0, losses.length).toArray();
    int[] epochs = IntStream.range(0, losses.length).map(i -> i / 100).toArray();
    return new LossSeries(EnergyKind.BATCH, steps, epochs, losses, 0);
  }

  private static void assertCalibrated(CoverageTally tally) {
    assertThat(tally.coverage()).as("coverage: %s", tally).isBetween(0.925, 0.975);
    assertThat(tally.errorRatio()).as("error ratio: %s", tally).isBetween(0.9, 1.1);
  }
}
