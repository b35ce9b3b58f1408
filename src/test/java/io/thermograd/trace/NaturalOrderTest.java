package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  private static final List<String> SORTED =
      List.of(
          "",
          "log",
          "log.01",
          "log.1",
          "log.2",
          "log.9.gz",
          "log.10",
          "log.10.gz",
          "log.99999999999999999999999",
          "log.100000000000000000000000",
          "logs",
          "run2/a",
          "run10/a");

  @Test
  void digitsCountAsNumbersOfAnyLength() {
    List<String> shuffled = new ArrayList<>(SORTED);
    Collections.shuffle(shuffled, new Random(101));
    shuffled.sort(NaturalOrder.ASCENDING);
    assertThat(shuffled).isEqualTo(SORTED);
  }

  @Test
  void onlyEqualTextsAreEqual() {
    for (String left : SORTED) {
      for (String right : SORTED) {
        assertThat(NaturalOrder.ASCENDING.compare(left, right) == 0).isEqualTo(left.equals(right));
        assertThat(Integer.signum(NaturalOrder.ASCENDING.compare(left, right)))
            .isEqualTo(-Integer.signum(NaturalOrder.ASCENDING.compare(right, left)));
      }
    }
  }
}
