package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntropyWindowsTest {

  private static List<LossSeries> windows(LossSeries stable, int bins, @Nullable Integer declared) {
    return ((EntropyWindows.Windows) EntropyWindows.of(stable, bins, declared)).windows();
  }

  @Test
  void windowsAreWholeEpochsThatCoverTheRegion() {
    List<LossSeries> windows = windows(Series.of(new double[13 * 4000], 13), 60, null);
    // 300 losses are 24 epochs of 13: 166 windows.
    assertThat(windows).hasSize(166);
    assertThat(windows).allMatch(w -> w.size() >= 300 && w.size() % 13 == 0);
    assertThat(windows.stream().mapToInt(LossSeries::size).sum()).isEqualTo(13 * 4000);
  }

  @Test
  void thereAreAtMost200() {
    assertThat(windows(Series.of(new double[100_000], 10), 8, null)).hasSize(200);
  }

  @Test
  void fewerThanEightAreAnOutcome() {
    assertThat(EntropyWindows.of(Series.of(new double[1599], 10), 8, null))
        .isEqualTo(
            new EntropyWindows.TooFew(
                "1599 losses in the stable region: fewer than 8 windows of 200"));
    assertThat(EntropyWindows.of(Series.of(new double[0], 10), 8, null))
        .isInstanceOf(EntropyWindows.TooFew.class);
    assertThat(EntropyWindows.of(Series.of(new double[0], 10), 8, 50))
        .isInstanceOf(EntropyWindows.TooFew.class);
  }

  @Test
  void declaredWindowIsRoundedUpToWholeEpochs() {
    List<LossSeries> windows = windows(Series.of(new double[1000], 10), 8, 55);
    assertThat(windows).hasSize(16).allMatch(w -> w.size() == 60);
  }

  @Test
  void oneLongEpochIsCutBySteps() {
    assertThat(windows(Series.of(new double[4000], 4000), 8, null))
        .hasSize(20)
        .allMatch(w -> w.size() == 200);
  }
}
