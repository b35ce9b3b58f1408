package io.thermograd.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.trace.GradientRow;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import io.thermograd.trace.TraceLevel;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Formulae against numbers from scipy 1.17; the call stands in the comment. */
@NullUnmarked // an unexpected null fails the test by itself
class EstimatorsTest {

  @Test
  void noiseTestIsTheUpperTailOfF() {
    // scipy.stats.f.sf(2.5, 7.3, 7.3*12), f.sf(40, 20, 20*9), f.sf(0.5, 4, 4*5)
    assertThat(NoiseTest.pValue(2.5, 1, 7.3, 13)).isCloseTo(0.02017097384252086, within(1e-13));
    assertThat(NoiseTest.pValue(40, 1, 20, 10) / 1.65578929777249e-55).isCloseTo(1, within(1e-9));
    assertThat(NoiseTest.pValue(0.5, 1, 4, 6)).isCloseTo(0.7360371889109243, within(1e-13));
  }

  @Test
  void weightNoiseEntropyIsTheGaussianOneWithoutItsBias() {
    // nu=5; sum(.5*(log(2*pi*e*.1**2)+log(v)-(digamma(nu/2)-log(nu/2))) for v in (.25, 4))
    double[] variances = {0.25, 0, 4};
    Estimate entropy = WeightNoiseEntropy.of(variances, Math.log(0.1), 6);
    assertThat(entropy).isInstanceOf(Estimate.Known.class);
    assertThat(((Estimate.Known) entropy).value()).isCloseTo(-1.5541590283498339, within(1e-12));
  }

  @Test
  void gsnrLeavesConstantCoordinatesOut() {
    // 3/5*mean([.3**2/.25, 1/4]) - .75/6
    Estimate gsnr = Gsnr.of(new double[] {0.3, -1, 7}, new double[] {0.25, 4, 0}, 6, 0.25);
    assertThat(((Estimate.Known) gsnr).value()).isCloseTo(0.058, within(1e-15));
  }

  @Test
  void gsnrIsUnbiased() {
    Random random = new Random(202);
    ScalarMoments errors = new ScalarMoments();
    for (int r = 0; r < 2000; r++) {
      GradientMoments state = new GradientMoments();
      for (int i = 0; i < 8; i++) {
        float first = (float) (0.5 + random.nextGaussian());
        state.add(Rows.at(i).grad(first, (float) (3 * random.nextGaussian())).batch(1).row());
      }
      errors.add(state.result(Rows.KEY, Rows.INDEPENDENT, 0).row().value(Quantity.GSNR) - 0.25 / 2);
    }
    double standardError = Math.sqrt(errors.variance() / errors.count());
    assertThat(errors.mean()).isBetween(-3 * standardError, 3 * standardError);
  }

  @Test
  void dotsGiveSignalAndVarianceAndTheFirstOneIsLeftOut() {
    GradientMoments early = new GradientMoments();
    GradientMoments late = new GradientMoments();
    // Mean ‖g‖² = 10, dots inside the epoch 3, 5; the dot at step 7 belongs to the epoch before.
    late.add(Rows.at(8).norms(12.0, 3.0).batch(10).row());
    late.add(Rows.at(9).norms(10.0, 5.0).batch(10).row());
    early.add(Rows.at(7).norms(8.0, 1000.0).batch(10).row());
    late.merge(early);
    LayerEpoch row = late.result(Rows.KEY, Rows.facts(100L, Sampling.SHUFFLED), 0).row();
    assertThat(row.level()).isEqualTo(TraceLevel.DOT);
    assertThat(row.value(Quantity.GRAD_VARIANCE)).isEqualTo(6);
    assertThat(row.value(Quantity.GRAD_SIGNAL_SQUARED)).isCloseTo(4.6, within(1e-14));
    assertThat(row.value(Quantity.NOISE_SCALE)).isCloseTo(10 * 6 / 4.6, within(1e-13));
    assertThat(row.absence(Quantity.GRAD_MEAN_NORM)).isEqualTo(Absence.LEVEL);
    LayerEpoch unknown = late.result(Rows.KEY, RunFacts.UNKNOWN, 0).row();
    assertThat(unknown.absence(Quantity.GRAD_SIGNAL_SQUARED))
        .isEqualTo(Absence.DATASET_SIZE_UNKNOWN);
  }

  @Test
  void normsAloneGiveTheSecondMoment() {
    GradientMoments state = new GradientMoments();
    state.add(Rows.at(0).norms(3.0, null).row());
    state.add(Rows.at(1).norms(5.0, null).row());
    state.add(Rows.at(2).norms(Double.POSITIVE_INFINITY, null).row());
    LayerEpoch row = state.result(Rows.KEY, RunFacts.UNKNOWN, 0).row();
    assertThat(row.level()).isEqualTo(TraceLevel.NORM);
    assertThat(row.counts()).isEqualTo(new LayerEpoch.Counts(2, 1, 0));
    assertThat(row.value(Quantity.GRAD_SECOND_MOMENT)).isEqualTo(4);
    assertThat(row.standardError(Quantity.GRAD_SECOND_MOMENT)).isCloseTo(1, within(1e-15));
    assertThat(row.absence(Quantity.SNR)).isEqualTo(Absence.LEVEL);
  }

  @Test
  void squaredNormOfElementsScalesToTheLayer() {
    GradientRow elements =
        new GradientRow("l", null, null, null, null, 4L, 1.0, 6.0, 8L, null, null, null);
    assertThat(SquaredNorm.ofElements(elements)).isEqualTo(12);
  }

  @Test
  void updatesOfAdamHaveNoNoiseEntropy() {
    GradientMoments state = new GradientMoments();
    state.add(Rows.at(0).grad(1, 0).lr(0.5).batch(1).row());
    state.add(Rows.at(1).grad(3, 0).lr(0.5).batch(1).row());
    RunFacts adam =
        new RunFacts(null, Sampling.WITH_REPLACEMENT, null, "adam", null, null, null, null, null);
    LayerEpoch row = state.result(Rows.KEY, adam, 0).row();
    assertThat(row.absence(Quantity.WEIGHT_NOISE_ENTROPY)).isEqualTo(Absence.NOT_SGD);
  }
}
