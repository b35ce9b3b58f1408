package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LossBinsTest {

  @Test
  void binsAreHalfOpenAndTheLastIsClosed() {
    LossBins bins = LossBins.linear(0, 1, 4);
    assertThat(bins.slotOf(-1e-300)).isEqualTo(0);
    assertThat(bins.slotOf(0)).isEqualTo(1);
    assertThat(bins.slotOf(-0.0)).isEqualTo(1);
    assertThat(bins.slotOf(Math.nextDown(0.25))).isEqualTo(1);
    assertThat(bins.slotOf(0.25)).isEqualTo(2);
    assertThat(bins.slotOf(1)).isEqualTo(4);
    assertThat(bins.slotOf(Math.nextUp(1.0))).isEqualTo(5);
    assertThat(bins.slotOf(Double.POSITIVE_INFINITY)).isEqualTo(5);
    assertThatThrownBy(() -> bins.slotOf(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void underflowHasNoLowerAndOverflowNoUpperEdge() {
    LossBins bins = LossBins.linear(2, 4, 2);
    assertThat(bins.lo(0)).isNull();
    assertThat(bins.hi(0)).isEqualTo(2.0);
    assertThat(bins.lo(2)).isEqualTo(3.0);
    assertThat(bins.hi(2)).isEqualTo(4.0);
    assertThat(bins.lo(3)).isEqualTo(4.0);
    assertThat(bins.hi(3)).isNull();
  }

  @Property(tries = 200)
  void everyLossLiesBetweenTheEdgesOfItsSlot(
      @ForAll @DoubleRange(min = -2, max = 2) double loss,
      @ForAll @IntRange(min = 1, max = 512) int count) {
    LossBins bins = LossBins.linear(-1, 1, count);
    int slot = bins.slotOf(loss);
    Double lo = bins.lo(slot);
    Double hi = bins.hi(slot);
    assertThat(lo == null || lo <= loss).isTrue();
    assertThat(hi == null || loss < hi || (loss == 1 && slot == count)).isTrue();
  }

  @Test
  void refinedAndCoarsenedKeepTheRangeAndNest() {
    LossBins bins = LossBins.logarithmic(1e-3, 10, 16);
    assertThat(bins.refined().count()).isEqualTo(32);
    assertThat(bins.coarsened().count()).isEqualTo(8);
    for (int i = 0; i <= 16; i++) {
      assertThat(bins.refined().edges()[2 * i]).isCloseTo(bins.edges()[i], within(1e-14));
    }
    LossBins irregular = new LossBins(new double[] {0, 1, 4, 5}, Spacing.IRREGULAR);
    assertThat(irregular.refined().edges()).containsExactly(0, 0.5, 1, 2.5, 4, 4.5, 5);
    assertThat(irregular.coarsened().edges()).containsExactly(0, 4, 5);
  }

  @Test
  void aGridMustIncreaseAndBeAsEvenAsItSays() {
    assertThatThrownBy(() -> new LossBins(new double[] {0, 1, 1}, Spacing.IRREGULAR))
        .hasMessageContaining("Invalid edge 2");
    assertThatThrownBy(() -> new LossBins(new double[] {0, 1, 3}, Spacing.LINEAR))
        .hasMessageContaining("Invalid linear grid");
  }

  @Test
  void mergeOfSplitsEqualsWhole() {
    double[] losses = new SplittableRandom(7).doubles(1_000, -0.2, 1.2).toArray();
    LossBins bins = LossBins.linear(0, 1, 10);
    Occupancy whole = Occupancy.of(bins, Arrays.stream(losses));
    Occupancy merged =
        Occupancy.of(bins, Arrays.stream(losses, 0, 300))
            .merge(Occupancy.of(bins, Arrays.stream(losses, 300, 1_000)));
    assertThat(merged).isEqualTo(whole);
    assertThat(whole.n()).isEqualTo(1_000);
    assertThat(whole.counts()[0]).isPositive();
    assertThat(whole.inRange() + whole.counts()[0] + whole.counts()[11]).isEqualTo(1_000);
  }
}
