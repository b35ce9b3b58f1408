package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NoiseShapeTest {
  private static final BlockBootstrapTrendTest TEST = new BlockBootstrapTrendTest(199, 101);

  /**
   * Over 300 runs, for single ones stray: the kurtosis of seed 101 alone lies 4.2 s.e. below 0, of
   * 2000 runs 0.6 % lie beyond 3.
   */
  @Test
  void whiteGaussianNoiseIsFoundWhiteAndGaussian() {
    int runs = 300;
    int notWhite = 0;
    double lag1Squares = 0;
    double kurtosisSquares = 0;
    double kurtosis = 0;
    for (int k = 0; k < runs; k++) {
      NoiseShape shape = shape(0, SplittableRandom::nextGaussian, 101 + k);
      notWhite += Objects.requireNonNull(shape.whiteness()).pValue() <= 0.05 ? 1 : 0;
      lag1Squares += square(number(shape.lag1()) / number(shape.lag1StandardError()));
      kurtosisSquares +=
          square(number(shape.excessKurtosis()) / number(shape.excessKurtosisStandardError()));
      kurtosis += number(shape.excessKurtosis()) / runs;
      assertThat(Objects.requireNonNull(shape.tail()).alpha()).isGreaterThan(6);
    }
    assertThat((double) notWhite / runs).isBetween(0.02, 0.09);
    assertThat(Math.sqrt(lag1Squares / runs)).isBetween(0.9, 1.1);
    assertThat(Math.sqrt(kurtosisSquares / runs)).isBetween(0.9, 1.15);
    assertThat(kurtosis).isCloseTo(0, within(0.01));
  }

  @Test
  void autocorrelationIsMeasured() {
    NoiseShape shape = shape(0.4, SplittableRandom::nextGaussian, 202);
    // Residuals about the mean of 30 steps hide (1 + phi)/(1 - phi)/30 of it, of which 1/29 is put
    // back.
    assertThat(number(shape.lag1())).isCloseTo(0.4, within(0.06));
    assertThat(Objects.requireNonNull(shape.whiteness()).pValue()).isLessThan(1e-6);
  }

  @Test
  void heavyTailsAreMeasured() {
    // A Laplace variable has excess kurtosis 3
    NoiseShape laplace =
        shape(0, r -> Math.log(1 - r.nextDouble()) * (r.nextBoolean() ? 1 : -1), 303);
    assertThat(number(laplace.excessKurtosis())).isBetween(1.5, 3.5);
  }

  @Test
  void paretoTailHasItsIndex() {
    SplittableRandom random = new SplittableRandom(101);
    double[] values = random.doubles(40_000).map(u -> Math.pow(1 - u, -1 / 1.5)).toArray();
    TailIndex tail = Objects.requireNonNull(TailIndex.of(values));
    assertThat(tail.largest()).isEqualTo(200);
    assertThat(tail.alpha()).isCloseTo(1.5, within(3 * tail.standardError()));
  }

  @Test
  void fewOrEqualValuesHaveNoTail() {
    assertThat(TailIndex.of(new double[49])).isNull();
    double[] equal = new double[60];
    java.util.Arrays.fill(equal, 2);
    assertThat(TailIndex.of(equal)).isNull();
  }

  @Test
  void growthIsTheSlopeOfLogSigma() {
    NoiseShape shape = NoiseShape.of(List.of(), growing(), TEST);
    assertThat(((Trend) shape.growth()).slope()).isCloseTo(0.5, within(0.01));
    assertThat(shape.lag1()).isNull();
    assertThat(shape.whiteness()).isNull();
    assertThat(shape.excessKurtosis()).isNull();
    assertThat(shape.tail()).isNull();
  }

  @Test
  void pairsAreCountedByTheirStepsNotByTheirRows() {
    double[][] rows = {{1}, {2}, {4}, {-3}, {-4}};
    EpochNoise epoch = Objects.requireNonNull(EpochNoise.of(new long[] {0, 1, 4, 5, 90}, rows));
    // Mean 0, power 46/5: lag 1 is 1*2 + 4*-3, lag 3 is 2*4, lag 4 is 1*4 + 2*-3, lag 5 is 1*-3
    assertThat(epoch.pairs()).containsExactly(2, 0, 1, 2, 1);
    assertThat(epoch.products())
        .containsExactly(new double[] {-10 / 9.2, 0, 8 / 9.2, -2 / 9.2, -3 / 9.2}, within(1e-14));
    // scipy.stats.kurtosis([1, 2, 4, -3, -4], bias=False)
    assertThat(epoch.excessKurtosis()).isCloseTo(-2.2344045368620025, within(1e-12));
  }

  @Test
  void fewRowsOrNoSpreadHaveNoShape() {
    assertThat(EpochNoise.of(new long[] {0, 1}, new double[][] {{1}, {2}})).isNull();
    double[][] equal = {{0.1}, {0.1}, {0.1}, {0.1}, {0.1}, {0.1}};
    assertThat(EpochNoise.of(LongStream.range(0, 6).toArray(), equal)).isNull();
  }

  @Test
  void disorderIsRefused() {
    assertThatThrownBy(() -> EpochNoise.of(new long[] {1, 1}, new double[][] {{1}, {2}}))
        .hasMessage("Invalid residuals: row 1 is out of order or ragged");
  }

  private static NoiseShape shape(double phi, ToDoubleFunction<SplittableRandom> noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<EpochNoise> epochs = new ArrayList<>();
    double[] state = new double[8];
    for (int e = 0; e < 40; e++) {
      double[][] rows = new double[30][8];
      for (double[] row : rows) {
        for (int j = 0; j < 8; j++) {
          state[j] = phi * state[j] + noise.applyAsDouble(random);
          row[j] = state[j] * (e + 1);
        }
      }
      epochs.add(Objects.requireNonNull(EpochNoise.of(LongStream.range(0, 30).toArray(), rows)));
    }
    return NoiseShape.of(epochs, SHORT, TEST);
  }

  private static final SignalSeries SHORT = Series.layer(new double[] {1}, new double[] {1});

  private static SignalSeries growing() {
    double[] mean = new double[60];
    double[] variance = new double[60];
    for (int e = 0; e < 60; e++) {
      mean[e] = 1;
      variance[e] = e + 1;
    }
    return Series.layer(mean, variance);
  }

  private static double square(double value) {
    return value * value;
  }

  private static double number(@org.jspecify.annotations.Nullable Double value) {
    return Objects.requireNonNull(value);
  }
}
