package io.thermograd.moments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartialStatesTest {
  private static final int GROUPS = 5_000;
  private static final int ROWS = 20;
  private static final long STATE_BYTES = 100;

  /** Counts rows. */
  private static final class Count {
    private int rows;
  }

  private final Map<Integer, Integer> rows = new HashMap<>();
  private int passedOn;
  private int held;
  private int mostHeld;

  @Test
  void groupsThatLieTogetherArePassedOnOnceAndFewAreHeld() {
    PartialStates<Integer, Count> states = states(Long.MAX_VALUE);
    for (int i = 0; i < GROUPS * ROWS; i++) {
      add(states, i / ROWS);
    }
    states.flush();
    drain(states);
    assertThat(passedOn).isEqualTo(GROUPS);
    assertThat(mostHeld).isLessThan(100);
    assertEveryRowArrived();
  }

  @Test
  void layersThatTakeTurnsArePassedOnNearlyOnce() {
    int layers = 300;
    PartialStates<Integer, Count> states = states(Long.MAX_VALUE);
    for (int epoch = 0; epoch < GROUPS / layers; epoch++) {
      for (int step = 0; step < ROWS; step++) {
        for (int layer = 0; layer < layers; layer++) {
          add(states, epoch * layers + layer);
        }
      }
    }
    states.flush();
    drain(states);
    assertThat(passedOn).isLessThan(GROUPS / layers * layers + 4 * layers);
    assertThat(mostHeld).isLessThan(3 * layers);
  }

  @Test
  void shuffledRowsStayWithTheirGroup() {
    PartialStates<Integer, Count> states = states(Long.MAX_VALUE);
    shuffled(states);
    assertThat(passedOn).isLessThan(GROUPS + GROUPS / 2);
    assertEveryRowArrived();
  }

  @Test
  void statesThatTakeTooMuchRoomAreAllPassedOn() {
    PartialStates<Integer, Count> states = states(500 * STATE_BYTES);
    shuffled(states);
    assertThat(mostHeld).isLessThanOrEqualTo(501);
    assertEveryRowArrived();
  }

  private void shuffled(PartialStates<Integer, Count> states) {
    int[] order = new int[GROUPS * ROWS];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i / ROWS;
    }
    for (int group : order) {
      add(states, group);
    }
    states.flush();
    drain(states);
  }

  private static PartialStates<Integer, Count> states(long maxBytes) {
    return new PartialStates<>(Count::new, state -> STATE_BYTES, maxBytes);
  }

  private void add(PartialStates<Integer, Count> states, int group) {
    Count state = states.of(group);
    held += state.rows == 0 ? 1 : 0;
    mostHeld = Math.max(mostHeld, held);
    state.rows++;
    states.added(state);
    drain(states);
  }

  private void drain(PartialStates<Integer, Count> states) {
    for (Entry<Integer, Count> done = states.poll(); done != null; done = states.poll()) {
      rows.merge(done.getKey(), done.getValue().rows, Integer::sum);
      passedOn++;
      held--;
    }
  }

  private void assertEveryRowArrived() {
    assertThat(rows)
        .hasSize(GROUPS)
        .allSatisfy((group, count) -> assertThat(count).isEqualTo(ROWS));
  }
}
