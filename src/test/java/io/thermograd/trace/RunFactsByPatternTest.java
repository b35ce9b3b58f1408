package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunFactsByPatternTest {

  private static final PartialRunFacts SIZE =
      new PartialRunFacts(3277L, null, 13, null, null, null, null, null, null);
  private static final PartialRunFacts DRAWN =
      new PartialRunFacts(null, Sampling.WITH_REPLACEMENT, 7, "adam", null, 0.1, null, null, null);

  @Test
  void laterPatternsOverrideEarlierOnesFieldByField() {
    RunFacts facts = facts("szt_*", SIZE, "szt_??", DRAWN).of("szt_s2");
    assertThat(facts.datasetSize()).isEqualTo(3277);
    assertThat(facts.sampling()).isEqualTo(Sampling.WITH_REPLACEMENT);
    assertThat(facts.stepsPerEpoch()).isEqualTo(7);
    assertThat(facts.optimizer()).isEqualTo("adam");
    assertThat(facts.lr()).isEqualTo(0.1);
  }

  @Test
  void runsThatNoPatternMatchesAreUnknown() {
    assertThat(facts("szt_*", SIZE, "szt_??", DRAWN).of("digits")).isEqualTo(RunFacts.UNKNOWN);
    assertThat(RunFactsByPattern.NONE.of("x")).isEqualTo(RunFacts.UNKNOWN);
  }

  @Test
  void onlyStarAndQuestionMarkAreSpecial() {
    RunFactsByPattern facts = facts("a.[b]\\E*", SIZE, "never", DRAWN);
    assertThat(facts.of("a.[b]\\E\nmore").datasetSize()).isEqualTo(3277);
    assertThat(facts.of("axb").datasetSize()).isNull();
    assertThat(facts("?", SIZE, "never", DRAWN).of("\uD83D\uDE00").datasetSize()).isEqualTo(3277);
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(facts("szt_*", SIZE, "never", DRAWN));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RunFactsByPattern back = (RunFactsByPattern) in.readObject();
      assertThat(back.of("szt_1").stepsPerEpoch()).isEqualTo(13);
      assertThat(back.declaresStepsPerEpoch()).isTrue();
    }
  }

  @Test
  void aBadFactFailsWhereItIsDeclared() {
    assertThatThrownBy(
            () -> new PartialRunFacts(0L, null, null, null, null, null, null, null, null))
        .hasMessageContaining("dataset_size");
  }

  private static RunFactsByPattern facts(
      String pattern, PartialRunFacts facts, String laterPattern, PartialRunFacts laterFacts) {
    Map<String, PartialRunFacts> byPattern = new LinkedHashMap<>();
    byPattern.put(pattern, facts);
    byPattern.put(laterPattern, laterFacts);
    return new RunFactsByPattern(byPattern);
  }
}
