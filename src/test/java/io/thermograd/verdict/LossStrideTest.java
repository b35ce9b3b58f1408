package io.thermograd.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.equilibrium.EnergyKind;
import io.thermograd.equilibrium.LossSeries;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LossStrideTest {
  @Test
  void stepAfterStepIsEveryStepThoughSomeAreMissing() {
    long[] steps = LongStream.range(0, 100).filter(i -> i != 50 && i != 70).toArray();
    assertThat(LossStride.of(at(steps))).isEqualTo(new LossStride(LossStride.Kind.EVERY_STEP, 1));
  }

  @Test
  void aStrideAndALastStepIsEven() {
    LongStream stride = LongStream.range(1, 168).map(i -> 160 * i);
    long[] steps = LongStream.concat(stride, LongStream.of(26881)).toArray();
    assertThat(LossStride.of(at(steps))).isEqualTo(new LossStride(LossStride.Kind.EVEN, 160));
  }

  @Test
  void logarithmicStepsAreUneven() {
    long[] steps = LongStream.range(0, 20).map(i -> 1L << i).toArray();
    assertThat(LossStride.of(at(steps)).kind()).isEqualTo(LossStride.Kind.UNEVEN);
  }

  private static LossSeries at(long[] steps) {
    return new LossSeries(
        EnergyKind.BATCH, steps, new int[steps.length], new double[steps.length], 0);
  }
}
