package io.thermograd.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.equilibrium.LossSeries;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepSeriesTest {
  private final StepSeries.Builder builder = new StepSeries.Builder();

  private void add(
      long step, int epoch, @Nullable Double loss, @Nullable Double fullLoss, @Nullable Double lr) {
    builder.add(new StepSeries.Step(step, epoch, loss, fullLoss, lr));
  }

  @Test
  void theSameSeriesIsGivenEachTimeItIsAskedFor() {
    add(0, 0, 1.0, 2.0, 0.1);
    StepSeries steps = builder.build();
    assertThat(steps.batchLosses()).isSameAs(steps.batchLosses());
    assertThat(steps.fullLosses()).isNotNull().isSameAs(steps.fullLosses());
    assertThat(steps.learningRate(null)).isSameAs(steps.learningRate(0.5));
  }

  @Test
  void eachSeriesHoldsOnlyTheStepsThatLoggedItFinite() {
    add(3, 0, 1.0, null, null);
    add(5, 0, null, 7.0, null);
    add(6, 1, Double.NaN, Double.POSITIVE_INFINITY, null);
    add(9, 1, 2.0, null, null);
    StepSeries steps = builder.build();
    assertThat(steps.size()).isEqualTo(4);
    assertThat(steps.batchLosses().losses()).containsExactly(1.0, 2.0);
    assertThat(steps.batchLosses().step(1)).isEqualTo(9);
    assertThat(steps.batchLosses().nonFinite()).isEqualTo(1);
    LossSeries full = Objects.requireNonNull(steps.fullLosses());
    assertThat(full.losses()).containsExactly(7.0);
    assertThat(full.step(0)).isEqualTo(5);
    assertThat(steps.endsFinite()).isTrue();
  }

  @Test
  void anEpochThatIsComeBackToHasTwoMeansAndCountsOnce() {
    add(0, 4, 1.0, null, null);
    add(1, 4, 2.0, null, null);
    add(2, 5, null, null, null);
    add(3, 4, Double.NaN, null, null);
    add(4, 4, 8.0, null, null);
    StepSeries steps = builder.build();
    assertThat(steps.epochs()).isEqualTo(2);
    assertThat(steps.epochsInOrder()).containsExactly(4, 5, 4);
    assertThat(steps.epochLosses()).containsExactly(1.5, Double.NaN, 8.0);
  }

  @Test
  void aLearningRateIsHeldWhereItChanges() {
    add(0, 0, null, null, null);
    add(1, 0, null, null, 0.1);
    add(2, 0, null, null, 0.1);
    add(3, 0, null, null, 0.0);
    add(4, 0, null, null, 0.05);
    StepSeries steps = builder.build();
    assertThat(steps.learningRate(null).step()).containsExactly(1, 4);
    assertThat(steps.learningRate(null).value()).containsExactly(0.1, 0.05);
    assertThat(steps.lastLearningRate(3.0)).isEqualTo(0.05);
  }

  @Test
  void withoutALoggedLearningRateTheDeclaredOneHolds() {
    add(0, 0, null, null, null);
    StepSeries steps = builder.build();
    assertThat(steps.learningRate(0.5).at(7)).isEqualTo(0.5);
    assertThat(steps.lastLearningRate(0.5)).isEqualTo(0.5);
    assertThat(steps.learningRate(null).at(7)).isNull();
    assertThat(steps.hasLosses()).isFalse();
    assertThat(steps.fullLosses()).isNull();
  }

  @Test
  void stepsMustIncrease() {
    add(4, 0, 1.0, null, null);
    assertThatThrownBy(() -> add(4, 0, 1.0, null, null)).hasMessage("Invalid step: 4 after 4");
  }
}
