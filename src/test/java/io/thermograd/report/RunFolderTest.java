package io.thermograd.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
  @ParameterizedTest
  @CsvSource({
    "szt_sgd0.0025_b256_s12, szt_sgd0.0025_b256_s12",
    "'sweep 3/lr=0.1,seed=(2)', 'sweep 3/lr=0.1,seed=(2)'",
    "'', %-",
    "., %2E",
    "../../etc, %2E./%2E./etc",
    "/etc/passwd, %2Fetc%2Fpasswd",
    "a//b, a%2F%2Fb",
    "_hidden, %5Fhidden",
    "' a ', '%20a%20'",
    "100%, 100%25",
    "a/events.out.tfevents.1, a/%65vents.out.tfevents.1",
    "a:b*c?, a%3Ab%2Ac%3F",
    "<img src=x onerror=alert(1)>, %3Cimg src=x onerror=alert(1)%3E",
    "訓練, %E8%A8%93%E7%B7%B4"
  })
  void aSafeNameIsItselfAndTheRestIsEscaped(String run, String folder) {
    assertThat(RunFolder.of(run)).isEqualTo(folder);
  }

  @Test
  void aLongNameGoesOnInTheNextFolder() {
    String folder = RunFolder.of("x".repeat(300));
    assertThat(folder).isEqualTo("x".repeat(240) + "/%-" + "x".repeat(60));
  }

  @Test
  void aNameTooLongForAPathIsCutAndHashed() {
    String long1 = "x\uD83D\uDE00/\"".repeat(1280);
    for (String name : List.of(long1, "a/".repeat(5000) + "b", "x".repeat(10_000))) {
      String folder = RunFolder.of(name);
      assertThat(folder).matches("[^/]{200}/%-[0-9a-f]{64}");
      assertThat(RunFolder.of(name + "y")).isNotEqualTo(folder).hasSameSizeAs(folder);
    }
  }

  @Test
  void noTwoNamesShareAFolderAndNoneLeavesItsParent() {
    List<String> names =
        Stream.of("a", "a/b", "a%2Fb", "a//b", "a%2F%2Fb", "/a", "a/", "", "%-", ".", "..", " ")
            .flatMap(name -> Stream.of(name, name + "x".repeat(240), "x".repeat(240) + name))
            .distinct()
            .toList();
    List<String> folders = names.stream().map(RunFolder::of).toList();
    assertThat(folders).doesNotHaveDuplicates();
    assertThat(folders)
        .allSatisfy(
            folder ->
                assertThat(folder.split("/", -1))
                    .allMatch(part -> !part.isEmpty() && part.length() <= 243)
                    .noneMatch(part -> part.startsWith(".")));
  }
}
