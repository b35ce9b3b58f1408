package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {

  @Test
  void oneSessionSupersedesNothing() {
    assertThat(cutSteps(segment("a", 0, 0, 99))).containsExactly((Long) null);
  }

  @Test
  void nothingGivesNothing() {
    assertThat(Sessions.cuts(List.of())).isEmpty();
  }

  @Test
  void aResumeInsideAFileCutsWhatWentBefore() {
    assertThat(cutSteps(segment("a", 0, 0, 99), segment("a", 1000, 80, 200)))
        .containsExactly(80L, null);
  }

  @Test
  void aResumeInAnotherFileCutsTheOlderFile() {
    assertThat(cutSteps(segment("b", 0, 80, 200), segment("a", 0, 0, 99)))
        .containsExactly(null, 80L);
  }

  @Test
  void aRunResumedTwiceIsCutByTheEarliestLaterStart() {
    assertThat(
            cutSteps(
                segment("a", 0, 0, 99), segment("a", 1000, 80, 120), segment("a", 2000, 60, 300)))
        .containsExactly(60L, 60L, null);
    assertThat(
            cutSteps(
                segment("a", 0, 0, 99), segment("a", 1000, 60, 120), segment("a", 2000, 110, 300)))
        .containsExactly(60L, 110L, null);
  }

  @Test
  void aResumeBeyondTheEndCutsNothing() {
    assertThat(cutSteps(segment("a", 0, 0, 99), segment("b", 0, 100, 200)))
        .containsExactly(null, null);
  }

  @Test
  void aLaterResumeReachesThroughASessionInBetween() {
    // The third session starts below the first one's end but beyond the second one's.
    assertThat(cutSteps(segment("a", 0, 0, 99), segment("b", 0, 90, 92), segment("c", 0, 95, 200)))
        .containsExactly(90L, null, null);
  }

  @Test
  void splitsOfAFileAreOneSession() {
    assertThat(
            cutSteps(
                segment("a", 0, 0, 49), segment("a", 1000, 50, 80), segment("a", 2000, 81, 99)))
        .containsExactly(null, null, null);
  }

  @Test
  void aSplitBetweenReplicasOfAStepIsNoResume() {
    assertThat(cutSteps(segment("a", 0, 0, 50), segment("a", 1000, 50, 80)))
        .containsExactly(null, null);
  }

  @Test
  void aResumeCutsEverySplitOfTheOlderSession() {
    assertThat(
            cutSteps(
                segment("a", 0, 0, 49),
                segment("a", 1000, 50, 80),
                segment("a", 2000, 81, 99),
                segment("a", 3000, 60, 70),
                segment("a", 4000, 70, 300)))
        .containsExactly(null, 60L, 60L, null, null);
  }

  @Test
  void aRestartFromZeroSupersedesWhole() {
    List<SegmentCut> cuts = Sessions.cuts(List.of(segment("a", 0, 5, 99), segment("b", 0, 5, 200)));
    assertThat(cuts.get(0).whole()).isTrue();
    assertThat(cuts.get(1).whole()).isFalse();
  }

  @Test
  void theTimeOfLoggingOrdersSessionsBeforeTheirPaths() {
    assertThat(cutSteps(segment("a", 0, 80, 200, 2_000L), segment("b", 0, 0, 99, 1_000L)))
        .containsExactly(null, 80L);
  }

  @Test
  void pathsOrderSessionsUnlessAllAreDated() {
    assertThat(cutSteps(segment("a", 0, 80, 200, 2_000L), segment("b", 0, 0, 99, null)))
        .containsExactly(0L, null);
  }

  @Test
  void theOrderOfSegmentsDoesNotMatter() {
    List<Segment> segments =
        new ArrayList<>(
            List.of(
                segment("a", 0, 0, 49),
                segment("a", 1000, 50, 80),
                segment("a", 3000, 60, 70),
                segment("b", 0, 65, 90),
                segment("c", 0, 20, 400)));
    List<SegmentCut> expected = Sessions.cuts(segments);
    Random random = new Random(101);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(segments, random);
      assertThat(Sessions.cuts(segments)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void aSegmentWhoseStepsFallIsRefused() {
    assertThatThrownBy(() -> new Segment("a", 0, 5, 4, 4, 5, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps 5 to 4");
  }

  private static List<@Nullable Long> cutSteps(Segment... segments) {
    List<@Nullable Long> cutSteps = new ArrayList<>();
    Sessions.cuts(List.of(segments)).forEach(cut -> cutSteps.add(cut.cutStep()));
    return cutSteps;
  }

  private static Segment segment(String path, long position, long from, long to) {
    return segment(path, position, from, to, null);
  }

  private static Segment segment(
      String path, long position, long from, long to, @Nullable Long loggedAtMicros) {
    return new Segment(path, position, from, to, from, to, loggedAtMicros);
  }
}
