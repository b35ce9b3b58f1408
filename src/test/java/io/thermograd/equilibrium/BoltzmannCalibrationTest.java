package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.simulate.LangevinBowl;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** β against the closed form of the discretised chain, 1,000 replicates for each of three seeds. */
class BoltzmannCalibrationTest {

  private static final Logger LOG = System.getLogger(BoltzmannCalibrationTest.class.getName());
  private static final int REPLICATES = 1_000;
  private static final int STEPS = 4_000;
  private static final double NORMAL_95 = 1.959963984540054;

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void sourceModelCoversBetaOfABowlInTwoDimensions(long seed) {
    LangevinBowl bowl = new LangevinBowl(2, 1.0, 50, 0.1, 0.25);
    CoverageTally tally = new CoverageTally(bowl.beta());
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < REPLICATES; r++) {
      double[] losses = bowl.losses(random.split(), STEPS);
      LossBins bins = LossGrid.of(new BinRule.FreedmanDiaconis(), losses, losses).orElseThrow();
      Occupancy visits = Occupancy.of(bins, losses);
      BoltzmannFit fit =
          BoltzmannFit.of(visits, STEPS / bowl.statisticalInefficiency()).orElseThrow();
      tally.add(fit.beta(), fit.betaSe(), NORMAL_95 * fit.betaSe());
    }
    LOG.log(Level.INFO, "beta, d = 2, source model, seed {0}: {1}", seed, tally);
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
      double[] losses = bowl.losses(random.split(), STEPS);
      DensityOfStatesFit fit =
          DensityOfStatesFit.of(losses, bowl.groundEnergy(), STEPS / bowl.statisticalInefficiency())
              .orElseThrow();
      betas.add(fit.beta(), fit.betaSe(), fit.betaHalfWidth(0.95));
      shapes.add(fit.shape(), fit.shapeSe(), fit.shapeHalfWidth(0.95));
    }
    LOG.log(Level.INFO, "beta, d = 6, E0 known, seed {0}: {1}", seed, betas);
    LOG.log(Level.INFO, "shape, d = 6, E0 known, seed {0}: {1}", seed, shapes);
    assertCalibrated(betas);
  }

  private static void assertCalibrated(CoverageTally tally) {
    assertThat(tally.coverage()).as("coverage: %s", tally).isBetween(0.925, 0.975);
    assertThat(tally.errorRatio()).as("error ratio: %s", tally).isBetween(0.9, 1.1);
  }
}
