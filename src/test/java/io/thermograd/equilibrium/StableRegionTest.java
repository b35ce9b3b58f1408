package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.equilibrium.StableRegion.LossScale;
import io.thermograd.equilibrium.StableRegion.TimeAxis;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StableRegionTest {

  private static StableRegion.Found found(LossSeries series) {
    StableRegion region = StableRegion.of(series, EquilibriumSettings.AUTO);
    assertThat(region).isInstanceOf(StableRegion.Found.class);
    return (StableRegion.Found) region;
  }

  private static StableRegion.Found found(DoubleUnaryOperator curve, long seed) {
    return found(Series.noisy(curve, 2000, 0.1, seed));
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void exponentialToAFloorIsStableWhereTheBendSinksIntoTheNoise(long seed) {
    // The excess over the floor is 2·exp(−t/100): 20 e-fold-tenths at 300, the noise of 10 % at
    // 530.
    assertThat(found(t -> 2 * Math.exp(-t / 100) + 0.1, seed).fromEpoch()).isBetween(300, 650);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void pureExponentialHasNoTransient(long seed) {
    StableRegion.Found region = found(t -> 2 * Math.exp(-t / 500), seed);
    assertThat(region.fromStep()).isZero();
    assertThat(region.axis()).isEqualTo(TimeAxis.STEP);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void powerLawIsOneSlowTrend(long seed) {
    StableRegion.Found region = found(t -> Math.pow(1 + t, -0.7), seed);
    assertThat(region.fromEpoch()).isLessThan(20);
    assertThat(region.axis()).isEqualTo(TimeAxis.LOG_STEP);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void slowDecayAfterTheTransientIsKept(long seed) {
    int start = found(t -> 2 * Math.exp(-t / 60) + 0.3 * Math.exp(-t / 1500), seed).fromEpoch();
    // The transient falls to 10 % of the slow part at epoch 260.
    assertThat(start).isBetween(180, 450);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void staircaseIsStableFromItsLastStair(long seed) {
    int start = found(t -> t < 500 ? 1 : t < 1200 ? 0.3 : 0.1, seed).fromEpoch();
    assertThat(start).isBetween(1195, 1205);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void noisyConstantIsStableThroughout(long seed) {
    assertThat(found(t -> 0.3, seed).fromStep()).isZero();
  }

  @Test
  void exactConstantIsStableThroughout() {
    double[] loss = new double[500];
    Arrays.fill(loss, 0.7);
    assertThat(found(Series.of(loss, 10)).fromStep()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void oneEpochSpikesMoveNothing(long seed) {
    Random random = new Random(seed);
    LossSeries plain = Series.noisy(t -> t < 400 ? 1 : 0.2, 2000, 0.1, seed);
    double[] loss = plain.losses().toArray();
    for (int k = 0; k < 100; k++) {
      int epoch = random.nextInt(2000);
      for (int i = 10 * epoch; i < 10 * epoch + 10; i++) {
        loss[i] *= 5;
      }
    }
    assertThat(found(Series.of(loss, 10)).fromEpoch()).isBetween(395, 405);
  }

  @Test
  void lossesThatAreNotPositiveAreTakenAsTheyAre() {
    Random random = new Random(101);
    double[] loss = new double[5000];
    Arrays.setAll(loss, i -> (i < 1000 ? 3 : -1) + 0.1 * random.nextGaussian());
    StableRegion.Found region = found(Series.of(loss, 10));
    assertThat(region.scale()).isEqualTo(LossScale.LINEAR);
    assertThat(region.fromStep()).isBetween(950L, 1050L);
  }

  @Test
  void oneLongEpochIsCutIntoBlocksOfSteps() {
    LossSeries many = Series.noisy(t -> t < 500 ? 1 : 0.3, 2000, 0.1, 202);
    LossSeries one = Series.of(many.losses().toArray(), many.size());
    assertThat(found(one).fromStep()).isBetween(4900L, 5100L);
  }

  @Test
  void declaredStartIsTaken() {
    EquilibriumSettings settings =
        new EquilibriumSettings(
            EnergyChoice.AUTO, 77L, null, null, null, new BinRule.FreedmanDiaconis());
    LossSeries series = Series.noisy(t -> 1, 20, 0.1, 303);
    assertThat(StableRegion.of(series, settings))
        .isEqualTo(new StableRegion.Found(77, 7, LossScale.LOGARITHMIC, TimeAxis.DECLARED));
    assertThat(StableRegion.of(series.slice(0, 50), settings))
        .isEqualTo(
            new StableRegion.Undetermined(
                "no finite loss at or after the declared stable_from 77"));
  }

  @Test
  void shortRunIsUndetermined() {
    assertThat(StableRegion.of(Series.of(new double[99], 10), EquilibriumSettings.AUTO))
        .isInstanceOf(StableRegion.Undetermined.class);
  }
}
