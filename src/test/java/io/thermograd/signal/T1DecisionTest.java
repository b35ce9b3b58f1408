package io.thermograd.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class T1DecisionTest {
  private static final NoTrend NONE = new NoTrend(NoTrend.Reason.PEAK_AT_END);

  @Test
  void threeTrendsAsClaimedHold() {
    assertThat(only(trend(-1, 0.001), trend(1, 0.001), trend(-1, 0.001)))
        .isEqualTo(new T1Decision(T1Verdict.HOLDS, 0.001, 0.001, 0.001, null));
  }

  @Test
  void oneSignificantOppositeTrendFails() {
    T1Decision decision = only(trend(-1, 0.001), trend(-1, 0.002), NONE);
    assertThat(decision.verdict()).isEqualTo(T1Verdict.FAILS);
    assertThat(decision.reason()).isEqualTo("VARIANCE DOWN");
    assertThat(decision.meanAdjustedP()).isNull();
  }

  @Test
  void weakOppositeTrendDecidesNothing() {
    T1Decision decision = only(trend(-1, 0.001), trend(-1, 0.4), trend(-1, 0.001));
    assertThat(decision.verdict()).isEqualTo(T1Verdict.UNDECIDED);
    assertThat(decision.reason()).isEqualTo("VARIANCE NOT_SIGNIFICANT");
  }

  @Test
  void missingTrendDecidesNothing() {
    T1Decision decision = only(trend(-1, 0.001), trend(1, 0.001), NONE);
    assertThat(decision.verdict()).isEqualTo(T1Verdict.UNDECIDED);
    assertThat(decision.reason()).isEqualTo("MEAN_NORM PEAK_AT_END");
  }

  @Test
  void adjustmentIsOverTheWholeJob() {
    // scipy.stats.false_discovery_control([.01, .04, .03, .005, .2, .04])
    List<T1Decision> decisions =
        T1Decision.decide(
            List.of(
                phases(trend(-1, 0.01), trend(1, 0.04), trend(-1, 0.03)),
                phases(NONE, NONE, NONE),
                phases(trend(-1, 0.005), trend(1, 0.2), trend(-1, 0.04))));
    assertThat(decisions)
        .extracting(T1Decision::verdict)
        .containsExactly(T1Verdict.HOLDS, T1Verdict.UNDECIDED, T1Verdict.UNDECIDED);
    assertThat(decisions.get(0).varianceAdjustedP()).isCloseTo(0.048, within(1e-15));
    assertThat(decisions.get(2).snrAdjustedP()).isCloseTo(0.03, within(1e-15));
  }

  @Test
  void trendWithoutAdjustedPIsABug() {
    Phases phases = phases(trend(-1, 0.01), NONE, NONE);
    assertThatThrownBy(() -> T1Decision.of(phases, Map.of()))
        .hasMessage("Cannot decide: no adjusted p of SNR");
  }

  private static T1Decision only(TrendOutcome snr, TrendOutcome variance, TrendOutcome mean) {
    Phases phases = phases(snr, variance, mean);
    return T1Decision.decide(List.of(phases)).get(0);
  }

  private static Phases phases(TrendOutcome snr, TrendOutcome variance, TrendOutcome mean) {
    return new Phases("run", "layer", 3, 100, List.of(), List.of(), snr, variance, mean);
  }

  private static Trend trend(double slope, double p) {
    return new Trend(50, slope, slope - 1, slope + 1, p, p, 0.2, 4);
  }
}
