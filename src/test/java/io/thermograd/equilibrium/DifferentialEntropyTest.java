package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DifferentialEntropyTest {

  private static final double[] TEN = {0.1, 0.5, 0.7, 1.3, 2.1, 2.2, 3.0, 3.9, 4.0, 5.5};

  /**
   * scipy.stats.differential_entropy(y, window_length=3, method='vasicek') is 1.4977144114088192;
   * numpy gives the bias for m = 3, n = 10.
   */
  @Test
  void agreesWithScipyAndNumpy() {
    DifferentialEntropy entropy = DifferentialEntropy.of(TEN, 5).orElseThrow();
    assertThat(entropy.nats()).isCloseTo(1.919190374944416, within(1e-12));
    assertThat(entropy.se()).isCloseTo(0.16353660716817198, within(1e-12));
  }

  @Test
  void unbiasedForUniformNormalAndExponential() {
    assertThat(bias(SplittableRandom::nextDouble, 0)).isCloseTo(0, within(0.003));
    double normal = 0.5 * Math.log(2 * Math.PI * Math.E);
    assertThat(bias(SplittableRandom::nextGaussian, normal)).isCloseTo(0, within(0.03));
    assertThat(bias(random -> -Math.log1p(-random.nextDouble()), 1)).isCloseTo(0, within(0.03));
  }

  private static double bias(ToDoubleFunction<SplittableRandom> draw, double truth) {
    SplittableRandom random = new SplittableRandom(101);
    double sum = 0;
    for (int r = 0; r < 400; r++) {
      double[] losses = new double[400];
      Arrays.setAll(losses, i -> draw.applyAsDouble(random));
      sum += DifferentialEntropy.of(losses, 400).orElseThrow().nats() - truth;
    }
    return sum / 400;
  }

  @Test
  void scalingAddsItsLogarithmAndShiftNothing() {
    double[] moved = Arrays.stream(TEN).map(e -> 3 + 4 * e).toArray();
    assertThat(DifferentialEntropy.of(moved, 5).orElseThrow().nats())
        .isCloseTo(1.919190374944416 + Math.log(4), within(1e-12));
  }

  @Test
  void tiesAreQuantised() {
    double[] tied = new double[100];
    Arrays.setAll(tied, i -> Math.floor(i / 30.0));
    assertThat(DifferentialEntropy.of(tied, 5).reason()).isEqualTo(UndeterminedReason.QUANTISED);
    assertThat(DifferentialEntropy.of(new double[3], 3).reason())
        .isEqualTo(UndeterminedReason.TOO_FEW_VALUES);
  }
}
