package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossingsTest {

  @Test
  void powerLawCrossesOneWhereItIsOne() {
    // SNR = 60/(epoch + 1): 1 at epoch 59, 1/4 (the floor of 16 batches) at epoch 239
    double[] snr = IntStream.range(0, 1000).mapToDouble(e -> 60.0 / (e + 1)).toArray();
    List<Crossing> crossings = Crossings.of(withSnr(snr));
    assertThat(crossings)
        .extracting(Crossing::level)
        .containsExactly(CrossingLevel.ONE, CrossingLevel.INDEPENDENT_FLOOR);
    assertThat(crossings)
        .extracting(Crossing::direction)
        .containsExactly(Direction.DOWN, Direction.DOWN);
    assertThat(crossings.get(0).epoch()).isCloseTo(59, within(0.6));
    assertThat(crossings.get(1).epoch()).isCloseTo(239, within(2.4));
  }

  @Test
  void spikesOfAnEpochAreNoCrossings() {
    double[] snr = IntStream.range(0, 100).mapToDouble(e -> e % 10 == 5 ? 30 : 0.5).toArray();
    assertThat(Crossings.of(withSnr(snr), CrossingLevel.ONE)).isEmpty();
  }

  @Test
  void visitThatIsShortForItsTimeDoesNotLast() {
    // Epochs 80 to 94: 15 of them, but not a quarter more than 81
    double[] snr = IntStream.range(0, 200).mapToDouble(e -> e >= 80 && e < 95 ? 2 : 0.5).toArray();
    assertThat(Crossings.of(withSnr(snr), CrossingLevel.ONE)).isEmpty();
    double[] longer =
        IntStream.range(0, 200).mapToDouble(e -> e >= 80 && e < 130 ? 2 : 0.5).toArray();
    assertThat(Crossings.of(withSnr(longer), CrossingLevel.ONE))
        .extracting(Crossing::direction)
        .containsExactly(Direction.UP, Direction.DOWN);
  }

  @Test
  void flickerAroundTheLevelIsOneCrossing() {
    double[] snr =
        IntStream.range(0, 300)
            .mapToDouble(e -> (e < 100 ? 2 : e < 110 ? (e % 2 == 0 ? 1.1 : 0.9) : 0.5))
            .toArray();
    List<Crossing> crossings = Crossings.of(withSnr(snr), CrossingLevel.ONE);
    assertThat(crossings).hasSize(1);
    assertThat(crossings.get(0).epoch()).isBetween(99.0, 111.0);
  }

  @Test
  void loggedFloorTakesThePlaceOfTheIndependentOne() {
    double[] snr = IntStream.range(0, 1000).mapToDouble(e -> 60.0 / (e + 1)).toArray();
    SignalSeries series = withSnr(snr);
    Arrays.fill(series.snrFloor(), 0.5);
    assertThat(Crossings.of(series).get(1).level()).isEqualTo(CrossingLevel.NOISE_FLOOR);
    assertThat(Crossings.of(series).get(1).epoch()).isCloseTo(119, within(1.2));
  }

  @Test
  void absentValuesAreLeftOut() {
    double[] snr = IntStream.range(0, 1000).mapToDouble(e -> 60.0 / (e + 1)).toArray();
    SignalSeries series = withSnr(snr);
    for (int i = 0; i < 1000; i += 3) {
      series.snr()[i] = null;
    }
    series.snr()[4] = 0.0;
    assertThat(Crossings.of(series, CrossingLevel.ONE)).hasSize(1);
    Arrays.fill(series.snr(), null);
    assertThat(Crossings.of(series)).isEmpty();
  }

  private static SignalSeries withSnr(double[] snr) {
    double[] ones = new double[snr.length];
    Arrays.fill(ones, 1);
    return Series.layer(snr, ones);
  }
}
