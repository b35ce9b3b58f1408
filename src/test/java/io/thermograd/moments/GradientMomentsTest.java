package io.thermograd.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.trace.GradKind;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import io.thermograd.trace.TraceLevel;
import io.thermograd.trace.TraceRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // an unexpected null fails the test by itself
class GradientMomentsTest {
  private static final RunFacts SHUFFLED = Rows.facts(1000L, Sampling.SHUFFLED);

  @Property(tries = 60, seed = "101")
  void mergeOfSplitsEqualsWhole(
      @ForAll @IntRange(min = 2, max = 400) int n,
      @ForAll @IntRange(min = 1, max = 90) int dimension,
      @ForAll @IntRange(min = 1, max = 7) int parts,
      @ForAll int seed) {
    List<TraceRecord> rows = rows(n, dimension, seed);
    LayerEpoch whole = moments(rows).result(Rows.KEY, SHUFFLED, 0).row();
    PlainLoop reference = PlainLoop.of(rows, 1000);
    double tolerance = 1e-12 * reference.secondMoment();
    assertThat(square(whole.value(Quantity.GRAD_MEAN_NORM)))
        .isCloseTo(reference.meanSquared(), within(tolerance));
    assertThat(whole.value(Quantity.GRAD_VARIANCE))
        .isCloseTo(reference.variance(), within(tolerance));
    assertThat(whole.value(Quantity.GRAD_SECOND_MOMENT))
        .isCloseTo(reference.secondMoment(), within(tolerance));
    assertThat(whole.value(Quantity.GRAD_SIGNAL_SQUARED))
        .isCloseTo(reference.signalSquared(), within(tolerance));

    Collections.shuffle(rows, new Random(seed));
    LayerEpoch split = merged(rows, parts, seed).result(Rows.KEY, SHUFFLED, 0).row();
    assertSame(split, whole, reference.secondMoment());
  }

  @Property(tries = 40, seed = "202")
  void mergeIsCommutative(
      @ForAll @IntRange(min = 0, max = 300) int n,
      @ForAll @IntRange(min = 0, max = 300) int m,
      @ForAll int seed) {
    List<TraceRecord> rows = rows(n + m + 2, 70, seed);
    GradientMoments left = moments(rows.subList(0, n + 1));
    GradientMoments right = moments(rows.subList(n + 1, rows.size()));
    GradientMoments leftFirst = GradientMoments.fromBytes(left.toBytes());
    leftFirst.merge(right);
    right.merge(left);
    LayerEpoch expected = right.result(Rows.KEY, SHUFFLED, 0).row();
    double scale = expected.value(Quantity.GRAD_SECOND_MOMENT);
    assertSame(leftFirst.result(Rows.KEY, SHUFFLED, 0).row(), expected, scale);
  }

  @Test
  void keptStepsDependOnNothingButTheSteps() {
    List<TraceRecord> rows = rows(2000, 3, 5);
    List<KeptStep> inOrder = moments(rows).vectors().sample().inOrder();
    Collections.shuffle(rows, new Random(303));
    List<KeptStep> split = merged(rows, 7, 11).vectors().sample().inOrder();
    assertThat(inOrder).hasSizeBetween(255, 256);
    assertThat(split.stream().map(KeptStep::step))
        .containsExactlyElementsOf(inOrder.stream().map(KeptStep::step).toList());
    long pairs =
        inOrder.stream()
            .filter(s -> s.step() % 2 == 0)
            .map(s -> s.step() + 1)
            .filter(next -> inOrder.stream().anyMatch(s -> s.step() == next))
            .count();
    assertThat(pairs).isEqualTo(inOrder.size() / 2);
  }

  @Test
  void bytesAreReadBackExactly() {
    for (int n : new int[] {0, 1, 4, 5, 300}) {
      GradientMoments state = n == 0 ? new GradientMoments() : moments(rows(n, 100, n));
      byte[] bytes = state.toBytes();
      assertThat(GradientMoments.fromBytes(bytes).toBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void aStateOfTwoRowsIsHardlyLargerThanTheRows() {
    assertThat(moments(rows(2, 256, 1)).toBytes()).hasSizeLessThan(2 * 256 * 4 + 350);
  }

  @Test
  void meanAMillionTimesTheSpreadKeepsTheVariance() {
    // Steps of 1/8 around 2^20 are exact in float32: the variance is known exactly, 2 (3·1/64)/2.
    GradientMoments state = new GradientMoments();
    float base = 1 << 20;
    for (int i = 0; i < 999; i++) {
      state.add(Rows.at(i).grad(base + (i % 3) / 8f, base).batch(1).row());
    }
    double variance = 999 * (2.0 / 3) / 64 / 998;
    LayerEpoch row = state.result(Rows.KEY, Rows.INDEPENDENT, 0).row();
    assertThat(row.value(Quantity.GRAD_VARIANCE)).isCloseTo(variance, within(1e-13 * variance));
    assertThat(row.flags()).contains(Flag.ZERO_VARIANCE_COORDINATES);
    assertThat(row.setting().zeroVarianceCoordinates()).isEqualTo(1);
  }

  @Test
  void noRowsHaveNothingButReasons() {
    LayerEpoch row = new GradientMoments().result(Rows.KEY, SHUFFLED, 4).row();
    assertThat(row.counts()).isEqualTo(new LayerEpoch.Counts(0, 0, 4));
    for (Quantity quantity : Quantity.values()) {
      assertThat(row.absence(quantity)).isEqualTo(Absence.NO_FINITE_ROWS);
    }
  }

  @Test
  void oneRowHasASecondMomentAndNoVariance() {
    LayerEpoch row = of(Rows.at(0).grad(3, 4).batch(10));
    assertThat(row.value(Quantity.GRAD_MEAN_NORM)).isEqualTo(5);
    assertThat(row.value(Quantity.GRAD_SECOND_MOMENT)).isEqualTo(25);
    assertThat(row.absence(Quantity.GRAD_VARIANCE)).isEqualTo(Absence.FEW_BATCHES);
    assertThat(row.absence(Quantity.SNR)).isEqualTo(Absence.FEW_BATCHES);
    assertThat(row.absence(Quantity.GRAD_SIGNAL_SQUARED)).isEqualTo(Absence.FEW_BATCHES);
    assertThat(row.flags()).contains(Flag.FEW_BATCHES);
  }

  @Test
  void aWholeEpochInOneBatchHasASignal() {
    LayerEpoch row = of(Rows.at(0).grad(3, 4).batch(1000));
    assertThat(row.value(Quantity.GRAD_SIGNAL_SQUARED)).isEqualTo(25);
    assertThat(row.flags()).contains(Flag.WHOLE_EPOCH);
  }

  @Test
  void aThinnedEpochsShareOfTheDataIsUnknownWithoutADatasetSize() {
    Rows[] everyTenth = new Rows[30];
    for (int i = 0; i < everyTenth.length; i++) {
      everyTenth[i] = Rows.at(10L * i).grad(1 + i % 3, i % 2).batch(10);
    }
    GradientMoments state = new GradientMoments();
    for (Rows row : everyTenth) {
      state.add(row.row());
    }
    LayerEpoch unknown = state.result(Rows.KEY, RunFacts.UNKNOWN, 0).row();
    assertThat(unknown.flags()).contains(Flag.SPARSE_STEPS).doesNotContain(Flag.WHOLE_EPOCH);
    assertThat(unknown.absence(Quantity.SNR_NOISE_FLOOR)).isEqualTo(Absence.BATCH_SIZE_UNKNOWN);
    assertThat(unknown.value(Quantity.SNR)).isPositive();
    assertThat(of(everyTenth).flags()).doesNotContain(Flag.SPARSE_STEPS);
  }

  @Test
  void twoRowsHaveAVarianceAndThreeAnError() {
    Rows first = Rows.at(0).grad(1, 0).batch(10);
    Rows second = Rows.at(1).grad(3, 0).batch(10);
    LayerEpoch two = of(first, second);
    assertThat(two.value(Quantity.GRAD_VARIANCE)).isEqualTo(2);
    assertThat(two.value(Quantity.SNR)).isCloseTo(Math.sqrt(2), within(1e-15));
    assertThat(two.standardError(Quantity.GRAD_VARIANCE)).isNull();
    assertThat(two.absence(Quantity.EFFECTIVE_RANK)).isEqualTo(Absence.FEW_BATCHES);
    LayerEpoch three = of(first, second, Rows.at(2).grad(2, 1).batch(10));
    assertThat(three.standardError(Quantity.GRAD_VARIANCE)).isPositive();
    assertThat(three.absence(Quantity.GSNR)).isEqualTo(Absence.FEW_BATCHES);
  }

  @Test
  void zeroGradientsAreADeadLayer() {
    LayerEpoch row = of(Rows.at(0).grad(0, 0).batch(5), Rows.at(1).grad(0, 0).batch(5));
    assertThat(row.flags()).contains(Flag.DEAD);
    assertThat(row.value(Quantity.GRAD_VARIANCE)).isZero();
    assertThat(row.absence(Quantity.SNR)).isEqualTo(Absence.DEAD);
    assertThat(row.absence(Quantity.SNR_CORRECTED)).isEqualTo(Absence.DEAD);
    assertThat(row.absence(Quantity.EFFECTIVE_RANK)).isEqualTo(Absence.DEAD);
  }

  @Test
  void nonFiniteRowsAreCountedAndLeftOut() {
    LayerEpoch row =
        of(
            Rows.at(0).grad(1, Float.NaN).batch(5).norms(1.0, null),
            Rows.at(1).grad(Float.NEGATIVE_INFINITY, 1).batch(5),
            Rows.at(2).grad(3, 4).batch(5).norms(Double.NaN, null).weightNorm(7),
            Rows.at(3).grad(Float.NaN, 4).batch(5).weightNorm(9));
    assertThat(row.counts()).isEqualTo(new LayerEpoch.Counts(1, 3, 0));
    assertThat(row.value(Quantity.GRAD_SECOND_MOMENT)).isEqualTo(25);
    assertThat(row.absence(Quantity.GRAD_SQ_NORM_MEAN)).isEqualTo(Absence.NOT_LOGGED);
    assertThat(row.setting().weightNorm()).isEqualTo(7);
  }

  @Test
  void onlyNonFiniteRowsHaveALevelAndNoValue() {
    LayerEpoch row = of(Rows.at(0).grad(Float.NaN).batch(5));
    assertThat(row.level()).isEqualTo(TraceLevel.VECTOR);
    assertThat(row.counts()).isEqualTo(new LayerEpoch.Counts(0, 1, 0));
    assertThat(row.absence(Quantity.GRAD_SECOND_MOMENT)).isEqualTo(Absence.NO_FINITE_ROWS);
  }

  @Test
  void lossScaleAndClippingAreUndone() {
    LayerEpoch row =
        of(
            Rows.at(0).grad(1024 * 3, 1024 * 4).scaled(1024.0, null).batch(5),
            Rows.at(1).grad(1.5f, 2).scaled(null, 0.5).norms(6.25, null).batch(5));
    assertThat(row.value(Quantity.GRAD_SECOND_MOMENT)).isEqualTo(25);
    assertThat(row.value(Quantity.GRAD_VARIANCE)).isZero();
    assertThat(row.value(Quantity.GRAD_SQ_NORM_MEAN)).isEqualTo(25);
    assertThat(row.flags()).contains(Flag.CLIPPED).doesNotContain(Flag.DEAD);
    assertThat(row.absence(Quantity.SNR)).isEqualTo(Absence.ZERO_VARIANCE);
  }

  @Test
  void normsOfASampleScaleAndThoseOfAProjectionDoNot() {
    Rows sample = Rows.at(0).grad(3, 4).batch(5);
    assertThat(of(sample.of(null, 10L)).value(Quantity.GRAD_SECOND_MOMENT)).isEqualTo(125);
    assertThat(of(sample.of(GradKind.PROJECTION, 10L)).value(Quantity.GRAD_SECOND_MOMENT))
        .isEqualTo(25);
    LayerEpoch unknown = of(sample.of(GradKind.SAMPLE, null));
    assertThat(unknown.flags()).contains(Flag.UNSCALED_SAMPLE);
  }

  @Test
  void replicasOfOneStepAreSeveralBatches() {
    LayerEpoch row =
        of(Rows.at(4).grad(1).replica(0).batch(5), Rows.at(4).grad(3).replica(1).batch(5));
    assertThat(row.counts().finite()).isEqualTo(2);
    assertThat(row.value(Quantity.GRAD_VARIANCE)).isEqualTo(2);
  }

  @Test
  void gradientsOfAnotherLengthAreRefused() {
    GradientMoments state = moments(rows(3, 4, 1));
    assertThatThrownBy(() -> state.merge(moments(rows(3, 5, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot merge gradients of 5 and 4 coordinates");
    state.merge(new GradientMoments());
    assertThat(state.dimension()).isEqualTo(4);
  }

  @Test
  void unknownBatchSizesLeaveOnlyWhatNeedsNone() {
    LayerEpoch row = of(Rows.at(0).grad(1, 5), Rows.at(1).grad(3, 5));
    assertThat(row.value(Quantity.SNR)).isNotNull();
    assertThat(row.absence(Quantity.GRAD_SIGNAL_SQUARED)).isEqualTo(Absence.BATCH_SIZE_UNKNOWN);
    assertThat(row.absence(Quantity.SNR_NOISE_FLOOR)).isEqualTo(Absence.BATCH_SIZE_UNKNOWN);
  }

  private static void assertSame(LayerEpoch actual, LayerEpoch expected, double secondMoment) {
    assertThat(actual.counts()).isEqualTo(expected.counts());
    for (Quantity quantity : Quantity.values()) {
      Double value = expected.value(quantity);
      assertThat(actual.absence(quantity)).isEqualTo(expected.absence(quantity));
      if (value != null) {
        boolean squared = quantity.name().startsWith("GRAD") && quantity != Quantity.GRAD_MEAN_NORM;
        double tolerance = squared ? 1e-12 * secondMoment : 1e-7 * Math.abs(value);
        assertThat(actual.value(quantity))
            .as(quantity.name())
            .isCloseTo(value, within(Math.max(tolerance, 1e-300)));
      }
    }
  }

  private static GradientMoments merged(List<TraceRecord> rows, int parts, int seed) {
    Random random = new Random(seed);
    List<GradientMoments> states = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      states.add(new GradientMoments());
    }
    rows.forEach(row -> states.get(random.nextInt(parts)).add(row));
    GradientMoments result = new GradientMoments();
    states.forEach(state -> result.merge(GradientMoments.fromBytes(state.toBytes())));
    return result;
  }

  private static GradientMoments moments(List<TraceRecord> rows) {
    GradientMoments state = new GradientMoments();
    rows.forEach(state::add);
    return state;
  }

  private static LayerEpoch of(Rows... rows) {
    GradientMoments state = new GradientMoments();
    for (Rows row : rows) {
      state.add(row.row());
    }
    return state.result(Rows.KEY, SHUFFLED, 0).row();
  }

  /** Rows with a short last batch. */
  private static List<TraceRecord> rows(int n, int dimension, int seed) {
    Random random = new Random(seed);
    List<TraceRecord> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] grad = new float[dimension];
      for (int j = 0; j < dimension; j++) {
        grad[j] = (float) (j % 5 + random.nextGaussian());
      }
      rows.add(Rows.at(i).grad(grad).lr(0.1).batch(i == n - 1 ? 2 : 3).row());
    }
    return rows;
  }

  private static double square(double value) {
    return value * value;
  }
}
