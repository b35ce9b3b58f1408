package io.thermograd.decay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coverage of the intervals of λ, κ and the forecast, honesty of their standard errors, and size of
 * T8's test: 60 windows, independent errors of 1 % of H0, λT = 1.5.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecayCalibrationTest {

  private static final int REPLICATES = 1000;
  private static final double SPAN = 60_000;
  private static final double RATE = 1.5 / SPAN;
  private static final double KAPPA = 0.3;

  private final DecayAnalysis analysis =
      new DecayAnalysis(
          new DecaySettings(
              Set.of(DecayModel.EXPONENTIAL, DecayModel.DRIFTING),
              IntervalMethod.AUTO,
              FitLoss.LEAST_SQUARES,
              1));

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void driftingDecayIsCoveredAndItsErrorsAreHonest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tally rate = new Tally(RATE);
    Tally kappa = new Tally(KAPPA);
    double last = SPAN * 59.5 / 60;
    Tally tenth =
        new Tally((Math.pow(0.9, -KAPPA) - 1) * (1 + KAPPA * RATE * last) / (KAPPA * RATE));
    int growing = 0;
    for (int i = 0; i < REPLICATES; i++) {
      DecayFindings findings = analyse(KAPPA, random);
      rate.add(estimate(findings, DecayParameter.DECAY_CONSTANT));
      kappa.add(estimate(findings, DecayParameter.KAPPA));
      if (findings.chosen() == DecayModel.DRIFTING) {
        tenth.add(nextTenth(findings));
      }
      if (Objects.requireNonNull(findings.drift()).verdict() == TheoryVerdict.HOLDS) {
        growing++;
      }
    }
    print(
        "seed %d: lambda %s; kappa %s; next tenth %s; power %.3f",
        seed, rate, kappa, tenth, growing / 1000.0);
    for (Tally tally : new Tally[] {rate, kappa, tenth}) {
      assertThat(tally.coverage()).isBetween(0.925, 0.97);
      assertThat(tally.errorRatio()).isBetween(0.9, 1.1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void noDriftIsRejectedInAboutOneOfTwentyExponentialSeries(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rejected = 0;
    Tally rate = new Tally(RATE);
    Tally tenth = new Tally(-Math.log(0.9) / RATE);
    for (int i = 0; i < REPLICATES; i++) {
      DecayFindings findings = analyse(0, random);
      if (Objects.requireNonNull(findings.drift()).verdict() == TheoryVerdict.HOLDS) {
        rejected++;
      }
      rate.add(
          Objects.requireNonNull(
              ((ModelFit.Estimated) findings.fits().get(0))
                  .estimates()
                  .get(DecayParameter.DECAY_CONSTANT)));
      tenth.add(
          Objects.requireNonNull(
              Objects.requireNonNull(findings.forecast()).nextTenth().constantHalfLife()));
    }
    double size = (double) rejected / REPLICATES;
    print(
        "seed %d: kappa = 0 rejected %.3f; exponential's lambda %s; next tenth %s",
        seed, size, rate, tenth);
    assertThat(size).isBetween(0.03, 0.075);
    assertThat(rate.coverage()).isBetween(0.925, 0.97);
    assertThat(tenth.coverage()).isBetween(0.925, 0.97);
  }

  private DecayFindings analyse(double kappa, SplittableRandom random) {
    return analysis.analyse(
        EntropyGrids.of(
            SimulatedSeries.of(
                60, SPAN, SimulatedSeries.drifting(2.5, RATE, kappa), 0.025, random)));
  }

  private static Estimate nextTenth(DecayFindings findings) {
    return Objects.requireNonNull(
        Objects.requireNonNull(findings.forecast()).nextTenth().chosenModel());
  }

  private static Estimate estimate(DecayFindings findings, DecayParameter parameter) {
    ModelFit.Estimated drifting = (ModelFit.Estimated) findings.fits().get(1);
    return Objects.requireNonNull(drifting.estimates().get(parameter));
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
