package io.thermograd.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.decay.DecaySettings;
import io.thermograd.equilibrium.EquilibriumSettings;
import io.thermograd.trace.RunFacts;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class VerdictRuleTest {
  private static final AnalysisSettings AUTO =
      new AnalysisSettings(EquilibriumSettings.AUTO, DecaySettings.AUTO);

  @Test
  void aRunOfFewLossesIsTooShort() {
    RunReport report = report(19, i -> 1.0 / (i + 1), AUTO);
    assertThat(report.verdict()).isEqualTo(RunVerdict.TOO_SHORT);
    assertThat(report.summary()).contains("19 finite losses");
  }

  @Test
  void aRunOfEqualLossesIsUndeterminedAndNotTooShort() {
    RunReport report = report(5_000, i -> 2.3, AUTO);
    assertThat(report.verdict()).isEqualTo(RunVerdict.UNDETERMINED);
    assertThat(report.summary()).contains("all 5000 losses are equal");
  }

  @Test
  void aBurnInBeyondTheEndIsNamed() {
    EquilibriumSettings late =
        new EquilibriumSettings(
            EquilibriumSettings.AUTO.energy(),
            null,
            9_000L,
            null,
            null,
            EquilibriumSettings.AUTO.bins());
    SplittableRandom random = new SplittableRandom(101);
    RunReport report =
        report(1_000, i -> random.nextDouble(), new AnalysisSettings(late, DecaySettings.AUTO));
    assertThat(report.verdict()).isEqualTo(RunVerdict.UNDETERMINED);
    assertThat(report.summary()).contains("burn_in 9000");
  }

  @Test
  void lossesThatEndAsNaNDiverge() {
    RunReport report = report(1_000, i -> i < 900 ? 1 : Double.NaN, AUTO);
    assertThat(report.verdict()).isEqualTo(RunVerdict.DIVERGED);
  }

  @Test
  void withoutLossesAndGradientsNothingIsSaid() {
    RunReport report = report(0, i -> 0, AUTO);
    assertThat(report.verdict()).isEqualTo(RunVerdict.UNDETERMINED);
    assertThat(report.summary()).contains("no gradients were logged");
  }

  private static RunReport report(int steps, IntToDoubleFunction loss, AnalysisSettings settings) {
    StepSeries.Builder series = new StepSeries.Builder();
    for (int i = 0; i < steps; i++) {
      series.add(new StepSeries.Step(i, i / 10, loss.applyAsDouble(i), null, 0.1));
    }
    RunCounts counts = new RunCounts(steps, steps, 0, 0, 0, 0);
    RunInput input = new RunInput("r", RunFacts.UNKNOWN, counts, series.build(), List.of());
    return RunReport.of(RunAnalysis.of(input, settings));
  }
}
