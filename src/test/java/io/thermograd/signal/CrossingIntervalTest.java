package io.thermograd.signal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossingIntervalTest {
  private static final int REPLICATES = 500;
  private static final double CROSSES_AT = 300.5;

  /** SNR = c/(epoch + 1) with AR(1) errors of its log. */
  @ParameterizedTest
  @CsvSource({
    "60, 0, 0.1, 101", "60, 0, 0.3, 202", "60, 0.3, 0.3, 303",
    "228, 0, 0.1, 101", "228, 0.3, 0.3, 202", "228, 0.6, 0.1, 303",
  })
  void theTrueEpochIsInsideInNineteenOfTwenty(int epochs, double ar1, double error, long seed) {
    double coverage =
        new FallingSnr(epochs, ar1, error, 0).coverage(REPLICATES, new SplittableRandom(seed));
    System.out.println(
        String.format(
            Locale.ROOT, "%d epochs, AR(1) %.1f, error %.1f: %.3f", epochs, ar1, error, coverage));
    assertThat(coverage).isBetween(0.93, 1.0);
  }

  @Test
  void moreNoiseMakesItWider() {
    assertThat(meanWidth(0.3)).isGreaterThan(2 * meanWidth(0.1));
  }

  @Test
  void aCourseWithoutNoiseHasNoWidth() {
    Crossing crossing = only(course(0, 1));
    assertThat(crossing.epoch()).isCloseTo(CROSSES_AT, within(0.1));
    assertThat(crossing.low()).isCloseTo(crossing.epoch(), within(0.01));
    assertThat(crossing.high()).isCloseTo(crossing.epoch(), within(0.01));
  }

  @Test
  void anEndThatTheLogDoesNotSetIsOpen() {
    Crossing crossing = only(new FallingSnr(60, 0, 0.7, 0, 4000).draw(new SplittableRandom(11)));
    assertThat(crossing.low()).isNotNull();
    assertThat(crossing.high()).isNull();
  }

  @Test
  void tooFewPointsSetNoEnd() {
    int[] epoch = {0, 1, 3, 7, 15, 31};
    Crossing crossing = only(FallingSnr.series(epoch, new Double[] {4.0, 3.0, 2.5, 0.5, 0.4, 0.3}));
    assertThat(crossing.low()).isNull();
    assertThat(crossing.high()).isNull();
  }

  private static SignalSeries course(double error, long seed) {
    return new FallingSnr(228, 0, error, 0).draw(new SplittableRandom(seed));
  }

  private static double meanWidth(double error) {
    double sum = 0;
    for (int seed = 1; seed <= 20; seed++) {
      Crossing crossing = only(course(error, seed));
      sum += requireNonNull(crossing.high()) - requireNonNull(crossing.low());
    }
    return sum / 20;
  }

  private static Crossing only(SignalSeries series) {
    List<Crossing> crossings = Crossings.of(series, CrossingLevel.ONE);
    assertThat(crossings).hasSize(1);
    return crossings.get(0);
  }
}
