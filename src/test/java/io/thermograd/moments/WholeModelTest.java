package io.thermograd.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.thermograd.trace.Sampling;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // an unexpected null fails the test by itself
class WholeModelTest {
  private final GradientMoments first = new GradientMoments();
  private final GradientMoments second = new GradientMoments();
  private final GradientMoments together = new GradientMoments();

  WholeModelTest() {
    Random random = new Random(101);
    for (int i = 0; i < 12; i++) {
      float[] g = new float[5];
      double common = random.nextGaussian(); // what layers share of a mini-batch
      for (int j = 0; j < 5; j++) {
        g[j] = (float) (0.5 * j + common + random.nextGaussian());
      }
      first.add(Rows.at(i).grad(g[0], g[1]).batch(4).lr(0.1).weightNorm(3).row());
      second.add(Rows.at(i).grad(g[2], g[3], g[4]).batch(4).lr(0.1).weightNorm(4).row());
      together.add(Rows.at(i).grad(g).batch(4).lr(0.1).weightNorm(5).row());
    }
  }

  @Test
  void isWhatOneLayerOfAllCoordinatesWouldBe() {
    LayerEpoch whole = WholeModel.of(List.of(layer(second, "b"), layer(first, "a")), 2);
    LayerEpoch expected = layer(together, "*").row();
    for (Quantity quantity : Quantity.values()) {
      assertThat(whole.absence(quantity)).isEqualTo(expected.absence(quantity));
      if (expected.value(quantity) != null) {
        double value = expected.value(quantity);
        double actual = whole.value(quantity);
        if (quantity == Quantity.NOISE_TEST_P) {
          assertThat(Math.log(actual)).isCloseTo(Math.log(value), withinPercentage(15));
        } else {
          // Which pairs of steps tell of covariances between layers differs a little.
          double tolerance = quantity == Quantity.EFFECTIVE_RANK ? 0.15 : 1e-6;
          assertThat(actual)
              .as(quantity.name())
              .isCloseTo(value, within(tolerance * Math.abs(value)));
        }
      }
    }
    assertThat(whole.key().layer()).isEqualTo("*");
    assertThat(whole.counts()).isEqualTo(new LayerEpoch.Counts(12, 0, 0));
    assertThat(whole.setting().weightNorm()).isEqualTo(5);
    assertThat(whole.setting().paramCount()).isEqualTo(5);
    assertThat(whole.setting().lr()).isEqualTo(layer(first, "a").row().setting().lr());
  }

  @Test
  void itsErrorsAreThoseOfOneLayerOfAllCoordinates() {
    LayerEpoch whole = WholeModel.of(List.of(layer(second, "b"), layer(first, "a")), 2);
    LayerEpoch expected = layer(together, "*").row();
    for (Quantity quantity : Quantity.values()) {
      Double error = expected.standardError(quantity);
      if (quantity == Quantity.GRAD_VARIANCE_DRIFT_ROBUST || error == null) {
        assertThat(whole.standardError(quantity)).as(quantity.name()).isNull();
      } else {
        assertThat(whole.standardError(quantity))
            .as(quantity.name())
            .isCloseTo(error, within(0.03 * error));
      }
      Interval interval = expected.interval(quantity);
      if (interval != null) {
        assertThat(whole.interval(quantity).low())
            .as(quantity.name())
            .isCloseTo(interval.low(), within(0.03 * interval.low()));
        assertThat(whole.interval(quantity).high())
            .as(quantity.name())
            .isCloseTo(interval.high(), within(0.03 * interval.high()));
      }
    }
  }

  @Test
  void hasNoErrorsWhenItsLayersLoggedOtherSteps() {
    GradientMoments later = new GradientMoments();
    for (int i = 0; i < 12; i++) {
      later.add(Rows.at(i + 1).grad(1f + i, i * i, 3).batch(4).row());
    }
    LayerEpoch whole = WholeModel.of(List.of(layer(first, "a"), layer(later, "b")), 2);
    assertThat(whole.value(Quantity.GRAD_VARIANCE)).isPositive();
    assertThat(whole.standardError(Quantity.GRAD_VARIANCE)).isNull();
    assertThat(whole.absence(Quantity.EFFECTIVE_RANK)).isEqualTo(Absence.NOT_ADDITIVE);
  }

  @Test
  void aLayersNoiseSurvivesItsBytes() {
    StepNoise noise = layer(first, "a").noise();
    assertThat(StepNoise.fromBytes(noise.toBytes()).toBytes()).isEqualTo(noise.toBytes());
    assertThat(StepNoise.fromBytes(noise.toBytes()).terms()).isEqualTo(noise.terms());
  }

  @Test
  void isAbsentWhenALayerIsMissing() {
    LayerEpoch whole = WholeModel.of(List.of(layer(first, "a")), 2);
    assertThat(whole.flags()).contains(Flag.LAYER_MISSING);
    for (Quantity quantity : Quantity.values()) {
      assertThat(whole.absence(quantity)).isEqualTo(Absence.LAYER_MISSING);
    }
  }

  @Test
  void takesTheReasonOfAnAbsentTerm() {
    LayerMoments empty = layer(new GradientMoments(), "b");
    LayerEpoch whole = WholeModel.of(List.of(layer(first, "a"), empty), 2);
    assertThat(whole.counts().finite()).isZero();
    assertThat(whole.absence(Quantity.SNR)).isEqualTo(Absence.NO_FINITE_ROWS);
  }

  @Test
  void refusesLayersOfSeveralRuns() {
    LayerMoments other = first.result(new LayerKey("s", "b", 0), Rows.INDEPENDENT, 0);
    assertThatThrownBy(() -> WholeModel.of(List.of(layer(first, "a"), other), 2))
        .hasMessage("Invalid layers: of several runs or epochs");
  }

  private static LayerMoments layer(GradientMoments state, String name) {
    return state.result(new LayerKey("r", name, 0), Rows.facts(100L, Sampling.SHUFFLED), 0);
  }
}
