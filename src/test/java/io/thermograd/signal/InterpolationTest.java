package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterpolationTest {

  @Test
  void comesWhereTheLossHasFallenToAHundredth() {
    double[] loss = IntStream.range(0, 200).mapToDouble(e -> 2 * Math.exp(-e / 20.0)).toArray();
    // exp(-e/20) = 0.01 at e = 92.1; the median of a falling series is its centre
    assertThat(Interpolation.epoch(IntStream.range(0, 200).toArray(), loss)).isEqualTo(93);
  }

  @Test
  void oneLowEpochIsNone() {
    double[] loss = new double[50];
    java.util.Arrays.fill(loss, 1);
    loss[20] = 0;
    loss[30] = Double.NaN;
    assertThat(Interpolation.epoch(IntStream.range(0, 50).toArray(), loss)).isNull();
  }

  @Test
  void noLossesHaveNoShare() {
    assertThat(Interpolation.epoch(new int[0], new double[0])).isNull();
    assertThat(Interpolation.epoch(new int[] {0}, new double[] {0})).isNull();
  }
}
