package io.thermograd.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleSummaryTest {
  private static final Layout WIDE = new Layout(160, Colour.NEVER);

  private static RunSummary full(String run) {
    return new RunSummary(
        run,
        "DIFFUSING",
        "Diffusing since epoch 351.",
        "VECTOR",
        319,
        new RunSummary.Interval(351.4, 338.2, 372.0),
        new RunSummary.Interval(51234.0, 48000.0, 55000.0),
        new RunSummary.Interval(0.31, 0.2, 0.42),
        new RunSummary.Interval(9100.0, 8700.0, 9520.0),
        new RunSummary.WithError(47.51, 1.23),
        new RunSummary.WithError(2.3456, 0.021),
        new RunSummary.Interval(-1.234e-5, -2.0e-5, -0.5e-5),
        "DRIFTING",
        Map.of(SummaryColumn.NEXT_TENTH, "an extrapolation"));
  }

  private static RunSummary bare(String run, String verdict, Map<SummaryColumn, String> reasons) {
    return new RunSummary(
        run,
        verdict,
        "Nothing is known.",
        "NORM",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        reasons);
  }

  private static String text(List<RunSummary> runs, Layout layout) {
    return new ConsoleSummary(runs, List.of(), List.of(), "out/demo", List.of()).text(layout);
  }

  @Test
  void aRowPerRunWithUnitsReasonsFindingsAndWarnings() {
    RunSummary bad =
        bare(
            "訓練\u001b[2J😀",
            "DIVERGED",
            Map.of(
                SummaryColumn.BETA, "no equilibrium region",
                SummaryColumn.HALF_LIFE, "no equilibrium region",
                SummaryColumn.CROSSING_EPOCH, "norms only"));
    String text =
        new ConsoleSummary(
                List.of(full("szt_sgd0.0025"), bad),
                List.of("ln β falls by 1.02 ± 0.05 per unit of ln lr."),
                List.of("losses.jsonl.gz is cut."),
                "out/demo",
                List.of(new ConsoleSummary.Place("Report", "out/demo/report.html")))
            .text(new Layout(210, Colour.NEVER));
    assertThat(text)
        .isEqualTo(
            """
            run            verdict    level    peak  SNR = 1 [95 %]      half-life [95 %]       drift [95 %]    next 10 % [95 %]    β ± s.e.       H ± s.e.                   dH/dt [95 %]  decay
                                              epoch           epoch            iterations          iter/iter          iterations      1/loss           nats                      nats/iter  model
            szt_sgd0.0025  DIFFUSING  VECTOR    319  351 [338, 372]  51200 [48000, 55000]  0.31 [0.20, 0.42]  9100 [8700, 9520]¹  47.5 ± 1.2  2.346 ± 0.021  -1.23e-5 [-2.00e-5, -5.00e-6]  DRIFTING
            訓練�[2J😀     DIVERGED   NORM        –              –²                    –³                  –                   –          –³              –                              –  –

            ¹ an extrapolation
            ² norms only
            ³ no equilibrium region

            szt_sgd0.0025
              Diffusing since epoch 351.

            訓練�[2J😀
              Nothing is known.

            ln β falls by 1.02 ± 0.05 per unit of ln lr.

            warning: losses.jsonl.gz is cut.

            Output: out/demo
            Report: out/demo/report.html
            """);
  }

  @Test
  void narrowTerminalsGetBlocksThatRepeatTheRun() {
    String text =
        text(
            List.of(full("a_very_long_run_id_that_must_be_cut_in_the_middle")),
            new Layout(60, Colour.NEVER));
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(DisplayText.width(line)).isLessThanOrEqualTo(60));
    assertThat(text.lines().filter(line -> line.startsWith("a_very_lon…he_middle")))
        .hasSizeGreaterThan(1);
  }

  @Test
  void colourOnlyIfAsked() {
    assertThat(text(List.of(full("r")), WIDE)).doesNotContain("\u001b");
    assertThat(text(List.of(full("r")), new Layout(160, Colour.ALWAYS)))
        .contains("\u001b[33mDIFFUSING\u001b[0m");
  }

  @Test
  void openIntervalsShowTheirOpenEnd() {
    RunSummary censored =
        new RunSummary(
            "r",
            "LEARNING",
            "Learning.",
            "VECTOR",
            1,
            new RunSummary.Interval(2.345, null, null),
            new RunSummary.Interval(100.0, 90.0, null),
            null,
            new RunSummary.Interval(5.0, null, null),
            null,
            null,
            null,
            null,
            Map.of());
    assertThat(text(List.of(censored), WIDE))
        .containsPattern("  2\\.3 +100 \\[90\\.0, …\\]")
        .contains("      5.00");
  }

  @Test
  void ofManyRunsTheMostNotableAreShown() {
    List<RunSummary> runs =
        IntStream.range(0, 50)
            .mapToObj(
                i -> bare("run%02d".formatted(i), i == 49 ? "DIVERGED" : "LEARNING", Map.of()))
            .toList();
    String text = text(runs, WIDE);
    assertThat(text.lines().skip(2).findFirst().orElseThrow()).startsWith("run49  DIVERGED");
    assertThat(text.lines().filter(line -> line.startsWith("run"))).hasSize(41);
    assertThat(text)
        .contains("10 more runs; these are the most notable. All of them: show out/demo runs\n");
  }

  @Test
  void lastLineSaysWhereTheOutputIsEvenWithoutRuns() {
    assertThat(text(List.of(), WIDE)).isEqualTo("No runs.\n\nOutput: out/demo\n");
  }

  @Test
  void longSentencesWrapUnderTheirLead() {
    String text =
        new ConsoleSummary(
                List.of(), List.of(), List.of("one two three four five six"), "o", List.of())
            .text(new Layout(24, Colour.NEVER));
    assertThat(text).contains("warning: one two three\n         four five six\n");
  }
}
