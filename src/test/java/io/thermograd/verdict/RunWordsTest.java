package io.thermograd.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.decay.DecayOutcome;
import io.thermograd.decay.DecayReason;
import io.thermograd.decay.DriftTest;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.Forecast;
import io.thermograd.decay.HalfLife;
import io.thermograd.signal.Crossing;
import io.thermograd.signal.CrossingLevel;
import io.thermograd.signal.Direction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunWordsTest {
  private static final HalfLife HALF_LIFE =
      new HalfLife(new Estimate(41_000, 1500, 38_000.0, 45_000.0), null);
  private static final Forecast NEXT =
      new Forecast(
          new Forecast.Horizon(
              new Estimate(9100, 200, 8700.0, 9520.0), new Estimate(6200, 100, 6000.0, null)),
          null);
  private static final DecayOutcome FITTED = new DecayOutcome.Fitted(HALF_LIFE);
  private static final DecayOutcome TOO_FEW =
      new DecayOutcome.Undetermined(DecayReason.TOO_FEW_WINDOWS);
  private static final DriftTest GROWING = drift(0.19, 0.12, 0.26, 0.001);

  private static DriftTest drift(double slope, Double low, Double high, double p) {
    Estimate estimate = new Estimate(slope, 0.1, low, high);
    return new DriftTest(estimate, estimate, p);
  }

  private static Crossing crossing(Direction direction) {
    return new Crossing(CrossingLevel.ONE, 351.2, 338.4, 372.0, direction);
  }

  private static String diffusing(DecayOutcome outcome, DriftTest drift) {
    return RunWords.of(
        new RunEvidence(
            RunVerdict.DIFFUSING,
            null,
            crossing(Direction.DOWN),
            0.07,
            outcome,
            drift,
            NEXT,
            null,
            null,
            null));
  }

  private static String bare(RunVerdict verdict, @Nullable String cause) {
    return RunWords.of(
        new RunEvidence(verdict, cause, null, null, TOO_FEW, null, null, null, null, null));
  }

  @Test
  void aGrowingHalfLifeIsComparedWithAConstantOneAndAdvisedOn() {
    assertThat(diffusing(FITTED, GROWING))
        .isEqualTo(
            "Diffusing since epoch 351 [338, 372]; half-life 41,000 iterations [38,000, 45,000], growing by"
                + " 0.19 per iteration; the next 10 % of entropy takes 9,100 iterations"
                + " [8,700, 9,520], against 6,200 [6,000, …] if the half-life were constant; consider a lower lr, or stopping.");
  }

  @Test
  void aDriftThatIsNotSignificantIsSaidAndNothingIsBuiltOnIt() {
    assertThat(diffusing(FITTED, drift(0.19, -0.02, 0.4, 0.09)))
        .isEqualTo(
            "Diffusing since epoch 351 [338, 372]; half-life 41,000 iterations [38,000, 45,000], without a"
                + " significant drift; the next 10 % of entropy takes 9,100 iterations"
                + " [8,700, 9,520].");
  }

  @Test
  void aTestThatItsIntervalContradictsIsNoDrift() {
    assertThat(diffusing(FITTED, drift(0.19, -0.02, 0.4, 0.04)))
        .contains("without a significant drift")
        .doesNotContain("consider");
  }

  @Test
  void aShrinkingHalfLifeIsNoReasonToStop() {
    assertThat(diffusing(FITTED, drift(-0.81, -1.3, -0.08, 0.99)))
        .isEqualTo(
            "Diffusing since epoch 351 [338, 372]; half-life 41,000 iterations [38,000, 45,000], shrinking by"
                + " 0.81 per iteration; the next 10 % of entropy takes 9,100 iterations"
                + " [8,700, 9,520], against 6,200 [6,000, …] if the half-life were constant.");
  }

  @Test
  void aHalfLifeThatDependsOnTheBinsCarriesNoForecastAndNoAdvice() {
    assertThat(diffusing(new DecayOutcome.GridDependent(HALF_LIFE, null, null), GROWING))
        .isEqualTo(
            "Diffusing since epoch 351 [338, 372]; half-life near 41,000 iterations [38,000, 45,000], but it"
                + " depends on the loss bins: half or twice as many change it.");
  }

  @Test
  void anExtrapolationIsCalledOne() {
    HalfLife open = new HalfLife(new Estimate(2.5e6, 1, 1.1e6, null), null);
    assertThat(diffusing(new DecayOutcome.RightCensored(open), GROWING))
        .isEqualTo(
            "Diffusing since epoch 351 [338, 372]; half-life near 2,500,000 iterations [1,100,000, …], an"
                + " extrapolation since no halving was seen.");
  }

  @Test
  void anEntropyThatGrowsSaysHowFast() {
    assertThat(
            RunWords.of(
                new RunEvidence(
                    RunVerdict.DIFFUSING,
                    null,
                    null,
                    0.1713,
                    new DecayOutcome.NotDecaying(0.9, null),
                    null,
                    null,
                    new Estimate(2.511e-6, 1e-7, 1.5e-6, 3.6e-6),
                    null,
                    null)))
        .isEqualTo(
            "Diffusing: the SNR is below 1 at the end (0.171); the entropy grows, by 2.51e-6 nats"
                + " per iteration [1.50e-6, 3.60e-6].");
  }

  @Test
  void caveatsFollow() {
    assertThat(
            RunWords.of(
                new RunEvidence(
                    RunVerdict.LEARNING,
                    null,
                    crossing(Direction.UP),
                    3.2,
                    new DecayOutcome.NotDecaying(0.4, null),
                    null,
                    null,
                    null,
                    "adam",
                    0.976)))
        .isEqualTo(
            "Learning since epoch 351 [338, 372]; the entropy doesn't decay. β is an effective number, no"
                + " temperature: 98 % of the loss's variance is the drawing of batches. The"
                + " optimizer is adam, not the plain SGD that the theory is about.");
  }

  @Test
  void aRunThatDivergedSaysWhyAndNoMore() {
    assertThat(bare(RunVerdict.DIVERGED, "the last loss isn't finite"))
        .isEqualTo("Diverged: the last loss isn't finite.");
  }

  @Test
  void aRunThatIsTooShortSaysWhy() {
    assertThat(bare(RunVerdict.TOO_SHORT, "12 finite losses: fewer than 20"))
        .isEqualTo("Too short to judge: 12 finite losses: fewer than 20.");
  }

  @Test
  void normsOnlyLeaveTheVerdictOpen() {
    assertThat(
            bare(
                RunVerdict.UNDETERMINED,
                "only gradient norms were logged, which have no SNR; log grad_dot_prev as well"))
        .isEqualTo(
            "Undetermined: only gradient norms were logged, which have no SNR; log grad_dot_prev as"
                + " well; no decay could be fitted: too few windows.");
  }

  @Test
  void deadAndConvergedRunsNeedNoCause() {
    assertThat(bare(RunVerdict.DEAD, null))
        .isEqualTo("Dead: all gradients of the last logged epoch are zero.");
    assertThat(bare(RunVerdict.CONVERGED, null))
        .isEqualTo("Converged: the entropy is below what the loss bins resolve.");
  }
}
