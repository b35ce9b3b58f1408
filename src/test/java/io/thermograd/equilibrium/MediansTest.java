package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.hipparchus.stat.descriptive.rank.Median;
import org.junit.jupiter.api.Test;

class MediansTest {
  @Test
  void theMedianIsThatOfTheLibraryBitByBit() {
    SplittableRandom random = new SplittableRandom(101);
    for (int n = 1; n < 300; n++) {
      double[] ties = random.ints(n, -9, 9).mapToDouble(i -> i / 3.0).toArray();
      double[] apart = random.doubles(n, -1, 1).toArray();
      for (double[] x : new double[][] {ties, apart}) {
        double expected = new Median().evaluate(x);
        assertThat(Medians.median(x)).as("%d values", n).isEqualTo(expected);
      }
    }
  }

  @Test
  void theScaleIsTheMedianDeviationOfAGaussiansSpread() {
    assertThat(Medians.scale(new double[] {7, 1, 3, 2, 90})).isEqualTo(1.4826 * 2);
  }
}
