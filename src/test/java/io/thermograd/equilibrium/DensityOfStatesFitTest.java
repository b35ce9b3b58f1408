package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.thermograd.simulate.LangevinBowl;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DensityOfStatesFitTest {

  private static final double[] LOSSES = {
    0.31, 0.05, 0.12, 0.44, 0.27, 0.09, 0.18, 0.61, 0.22, 0.15, 0.33, 0.07, 0.52, 0.19, 0.24, 0.11,
    0.38, 0.29, 0.03, 0.16, 0.21, 0.35
  };

  private static final LossSeries SERIES = Series.of(LOSSES, 1);

  /** scipy.stats.gamma.fit(x, floc=0): shape 2.315217777233088, scale 0.10444727238885415. */
  @Test
  void agreesWithScipy() {
    DensityOfStatesFit fit = DensityOfStatesFit.of(SERIES, 0, 22).orElseThrow();
    assertThat(fit.shape()).isCloseTo(2.315217777233088, within(1e-7));
    assertThat(fit.beta()).isCloseTo(9.574208853219538, within(5e-7));
    assertThat(fit.parameters()).isEqualTo(2);
    assertThat(fit.seReason()).isNull();
  }

  /** numpy: log(diff(gamma(3, scale=.1).cdf([.1, .2, .3, .4]))), then over their sum. */
  @Test
  void binProbabilitiesAreTheGammaLawsGivenTheRange() {
    DensityOfStatesFit law = new DensityOfStatesFit(3, 1.0, 10, 1.0, 2, 2, 10, null);
    LossBins bins = LossBins.linear(2.1, 2.4, 3);
    double[] cdf = {
      0.08030139707139418, 0.32332358381693654, 0.5768099188731565, 0.7618966944464556
    };
    double total = cdf[3] - cdf[0];
    double[] p = law.probabilities(bins);
    for (int i = 0; i < 3; i++) {
      assertThat(p[i]).isCloseTo((cdf[i + 1] - cdf[i]) / total, within(1e-12));
    }
    Occupancy visits = new Occupancy(bins, new long[] {9, 3, 0, 2, 9});
    assertThat(law.logLikelihood(visits))
        .isCloseTo(3 * Math.log(p[0]) + 2 * Math.log(p[2]), within(1e-12));
  }

  @Test
  void shapeOneIsTheSourceModel() {
    DensityOfStatesFit flat = new DensityOfStatesFit(1, 1.0, 7, 1.0, 0, 2, 10, null);
    LossBins bins = LossBins.logarithmic(0.01, 300, 30);
    assertThat(flat.probabilities(bins))
        .containsExactly(BoltzmannLaw.at(bins, 7).probabilities(), within(1e-12));
    assertThat(flat.logPartitionFunction()).isCloseTo(-Math.log(7), within(1e-14));
  }

  @Test
  void shiftingTheLossAndItsGroundChangesNothingAndScalingDividesBeta() {
    DensityOfStatesFit fit = DensityOfStatesFit.of(SERIES, 0, 22).orElseThrow();
    double[] moved = Arrays.stream(LOSSES).map(e -> 64 + 8 * e).toArray();
    DensityOfStatesFit other = DensityOfStatesFit.of(Series.of(moved, 1), 64, 22).orElseThrow();
    assertThat(other.shape()).isCloseTo(fit.shape(), within(1e-10));
    assertThat(8 * other.beta()).isCloseTo(fit.beta(), within(1e-10));
    assertThat(other.shapeSe()).isCloseTo(fit.shapeSe(), within(1e-10));
  }

  @Test
  void lossesFarAboveTheGroundStillGiveTheirShape() {
    // Deviations of ±1e-6 about 1: ln ν − ψ(ν) = 5e-13, ν = 1e12.
    double[] losses = new double[1_000];
    Arrays.setAll(losses, i -> i % 2 == 0 ? 1 - 1e-6 : 1 + 1e-6);
    DensityOfStatesFit fit = DensityOfStatesFit.of(Series.of(losses, 1), 0, 1_000).orElseThrow();
    assertThat(fit.shape()).isCloseTo(1e12, within(1e7));
    double[] p = fit.probabilities(LossBins.linear(1 - 3e-6, 1 + 3e-6, 512));
    assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
    assertThat(p[255] / p[127]).isCloseTo(Math.exp(1.5 * 1.5 / 2), withinPercentage(1));
  }

  /** numpy: diff(scipy.special.gammainc(2e4, 2e4 + sqrt(2e4)*[-1, 0, 1])), over its sum. */
  @Test
  void aLargeShapeAgreesWithTheIncompleteGammaFunction() {
    DensityOfStatesFit law = new DensityOfStatesFit(2e4, 1.0, 1, 1.0, 0, 2, 10, null);
    double sd = Math.sqrt(2e4);
    double[] p = law.probabilities(LossBins.linear(2e4 - sd, 2e4 + sd, 2));
    assertThat(p[0]).isCloseTo(0.5013773770201216, within(1e-6));
  }

  @Test
  void groundEnergyOfABowlInTenDimensionsIsFoundWithoutAClaimOfItsError() {
    LangevinBowl bowl = new LangevinBowl(10, 1, 50, 0.5, 0.3);
    double[] losses = bowl.losses(new SplittableRandom(101), 200_000);
    DensityOfStatesFit fit = DensityOfStatesFit.profiled(Series.of(losses, 1)).orElseThrow();
    assertThat(fit.e0()).isCloseTo(0.3, within(0.01));
    assertThat(fit.shape()).isCloseTo(5, within(0.5));
    assertThat(fit.beta()).isCloseTo(bowl.beta(), within(2.0));
    assertThat(fit.betaSe()).isNull();
    assertThat(fit.betaHalfWidth(0.95)).isNull();
    assertThat(fit.seReason()).isEqualTo(UndeterminedReason.E0_PROFILED);
    assertThat(fit.parameters()).isEqualTo(3);
  }

  @Test
  void aBowlInTwoDimensionsIsFlaggedAtTheBoundary() {
    LangevinBowl bowl = new LangevinBowl(2, 1, 50, 0.5, 0.3);
    double[] losses = bowl.losses(new SplittableRandom(101), 20_000);
    DensityOfStatesFit fit = DensityOfStatesFit.profiled(Series.of(losses, 1)).orElseThrow();
    assertThat(fit.seReason()).isEqualTo(UndeterminedReason.E0_BOUNDARY);
    assertThat(fit.e0()).isCloseTo(0.3, within(0.001));
  }

  @Test
  void normalLossesHaveNoGround() {
    double[] losses = new double[5_000];
    SplittableRandom random = new SplittableRandom(101);
    Arrays.setAll(losses, i -> Math.pow(random.nextDouble(), 0.2));
    assertThat(DensityOfStatesFit.profiled(Series.of(losses, 1)).reason())
        .isEqualTo(UndeterminedReason.E0_UNBOUNDED);
  }

  @Test
  void aLossAtTheDeclaredGroundIsAReasonNotANumber() {
    assertThat(DensityOfStatesFit.of(SERIES, 0.03, 22).reason())
        .isEqualTo(UndeterminedReason.LOSS_NOT_ABOVE_E0);
    double[] same = new double[30];
    Arrays.fill(same, 2);
    assertThat(DensityOfStatesFit.of(Series.of(same, 1), 0, 30).reason())
        .isEqualTo(UndeterminedReason.ONE_VALUE);
    assertThat(DensityOfStatesFit.of(Series.of(new double[3], 1), 0, 3).reason())
        .isEqualTo(UndeterminedReason.TOO_FEW_VALUES);
    assertThatThrownBy(() -> DensityOfStatesFit.of(SERIES, 0, 0)).hasMessageContaining("N_eff");
  }

  @Test
  void theCriterionPrefersTheModelThatMadeTheLosses() {
    assertThat(chosen(2, 1)).isEqualTo(BoltzmannModel.SOURCE);
    assertThat(chosen(6, 3)).isEqualTo(BoltzmannModel.DENSITY_OF_STATES);
    assertThat(BoltzmannModel.aicc(-100, 2, 50, 3)).isNull();
    // −2·(−100)/2 + 4 + 12/22
    assertThat(BoltzmannModel.aicc(-100, 2, 50, 25)).isEqualTo(100 + 4 + 12 / 22.0, within(1e-12));
    assertThat(BoltzmannModel.choose(null, null)).isNull();
    assertThat(BoltzmannModel.choose(1.0, null)).isEqualTo(BoltzmannModel.SOURCE);
    assertThat(BoltzmannModel.choose(null, 1.0)).isEqualTo(BoltzmannModel.DENSITY_OF_STATES);
  }

  private static BoltzmannModel chosen(int dimensions, double shape) {
    LangevinBowl bowl = new LangevinBowl(dimensions, 1, 50, 0.5, 0);
    double[] losses = bowl.losses(new SplittableRandom(202), 20_000);
    double nEff = losses.length / bowl.statisticalInefficiency();
    LossSeries series = Series.of(losses, 1);
    LossBins bins = LossGrid.of(new BinRule.FreedmanDiaconis(), series, series).orElseThrow();
    Occupancy visits = Occupancy.of(bins, series.losses());
    BoltzmannFit source = BoltzmannFit.of(visits, nEff).orElseThrow();
    DensityOfStatesFit bowlFit = DensityOfStatesFit.of(series, 0, nEff).orElseThrow();
    assertThat(bowlFit.shape()).isCloseTo(shape, within(0.2));
    BoltzmannModel chosen =
        BoltzmannModel.choose(
            BoltzmannModel.aicc(source.logLikelihood(), 1, (double) visits.inRange(), nEff),
            BoltzmannModel.aicc(bowlFit.logLikelihood(visits), 2, (double) visits.inRange(), nEff));
    return Objects.requireNonNull(chosen);
  }
}
