package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplingNoiseShareTest {

  @Test
  void shareOfKnownVariancesIsRecovered() {
    Random random = new Random(101);
    double[] slow = Series.autoregression(0.9, 40_000, random);
    double[] batch = new double[slow.length];
    Arrays.setAll(batch, i -> slow[i] + 2 * random.nextGaussian());
    double[] full = new double[4000];
    Arrays.setAll(full, i -> slow[10 * i + 9]);
    SamplingNoiseShare share =
        Objects.requireNonNull(
            SamplingNoiseShare.of(Series.of(batch, 10), Series.of(full, 1)), "share");
    assertThat(share.value()).isCloseTo(0.8, within(0.02));
    assertThat(share.se()).isBetween(0.002, 0.02);
  }

  @Test
  void absentWithoutFullLosses() {
    LossSeries batch = Series.of(new double[] {1, 2, 3}, 3);
    assertThat(SamplingNoiseShare.of(batch, null)).isNull();
    assertThat(SamplingNoiseShare.of(batch, batch)).isNull();
  }
}
