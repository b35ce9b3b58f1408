package io.thermograd.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecayAnalysisTest {

  private static final double SPAN = 50_000;

  private final DecayAnalysis analysis = new DecayAnalysis(DecaySettings.AUTO);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void tooFewWindowsAreUndetermined(int n) {
    DecayFindings findings = analyse(n, t -> Math.exp(-t / SPAN), 0.01);
    assertThat(findings.outcome())
        .isEqualTo(new DecayOutcome.Undetermined(DecayReason.TOO_FEW_WINDOWS));
    assertThat(findings.fits()).hasSize(7).allMatch(fit -> fit instanceof ModelFit.Absent);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 20, 200})
  void exponentialDecayIsFittedAtAnyLength(int n) {
    DecayFindings findings = analyse(n, t -> 3 * Math.exp(-2 * t / SPAN), 0.02);
    assertThat(findings.outcome().kind()).isEqualTo(OutcomeKind.FITTED);
    assertThat(halfLife(findings).value()).isCloseTo(SPAN * Math.log(2) / 2, within(0.25 * SPAN));
  }

  @Test
  void driftingDecayGivesItsHalfLifeDriftAndForecast() {
    double rate = 4 / SPAN;
    double kappa = 0.8;
    DecaySettings drifting =
        new DecaySettings(
            Set.of(DecayModel.DRIFTING), IntervalMethod.AUTO, FitLoss.LEAST_SQUARES, 1);
    EntropySeries series =
        SimulatedSeries.of(
            100, SPAN, SimulatedSeries.drifting(3, rate, kappa), 0.002, new SplittableRandom(101));
    DecayFindings findings = new DecayAnalysis(drifting).analyse(EntropyGrids.of(series));
    double last = series.t()[99];
    double stretch = (1 + kappa * rate * last) / rate;
    assertThat(findings.chosen()).isEqualTo(DecayModel.DRIFTING);
    assertThat(halfLife(findings).value()).isCloseTo(Math.log(2) * stretch, within(150.0));
    Estimate halving = Objects.requireNonNull(findings.halfLife()).timeToHalve();
    assertThat(Objects.requireNonNull(halving).value())
        .isCloseTo((Math.pow(2, kappa) - 1) / kappa * stretch, within(300.0));
    DriftTest drift = Objects.requireNonNull(findings.drift());
    assertThat(drift.verdict()).isEqualTo(TheoryVerdict.HOLDS);
    assertThat(drift.slope().value())
        .isCloseTo(kappa * Math.log(2), within(4 * drift.slope().standardError()));
    Forecast.Horizon tenth = Objects.requireNonNull(findings.forecast()).nextTenth();
    double expected = (Math.pow(1 / 0.9, kappa) - 1) / kappa * stretch;
    assertThat(Objects.requireNonNull(tenth.chosenModel()).value())
        .isCloseTo(expected, within(30.0));
    assertThat(Objects.requireNonNull(tenth.constantHalfLife()).value()).isLessThan(expected);
    assertThat(findings.forecast().nextNat()).isNull();
  }

  @Test
  void aLineThatHardlyFallsHasNoHalfLife() {
    DecaySettings line =
        new DecaySettings(Set.of(DecayModel.LINEAR), IntervalMethod.AUTO, FitLoss.LEAST_SQUARES, 1);
    int n = 40;
    double[] t = new double[n];
    double[] entropy = new double[n];
    double[] errors = new double[n];
    for (int i = 0; i < n; i++) {
      t[i] = 100.0 * i;
      // The pattern 0 + + 0 has no slope of its own.
      entropy[i] = 2 + (i % 4 == 1 || i % 4 == 2 ? 0.01 : -0.01) - 1e-9 * i;
      errors[i] = 0.01;
    }
    EntropySeries series =
        new EntropySeries(
            EntropyKind.BINNED,
            t,
            entropy,
            errors,
            new GradientDrive.Unknown(DecayReason.GRADIENT_UNKNOWN));
    DecayFindings findings = new DecayAnalysis(line).analyse(EntropyGrids.of(series));
    assertThat(findings.outcome().kind()).isEqualTo(OutcomeKind.NOT_DECAYING);
    assertThat(findings.halfLife()).isNull();
  }

  @Test
  void aNatIsForecastWhereOneIsLeft() {
    DecayFindings findings = analyse(60, t -> 4 * Math.exp(-t / SPAN), 0.002);
    assertThat(findings.outcome().kind()).isEqualTo(OutcomeKind.FITTED);
    double left = 4 * Math.exp(-59.5 / 60);
    Forecast.Horizon nat =
        Objects.requireNonNull(Objects.requireNonNull(findings.forecast()).nextNat());
    assertThat(Objects.requireNonNull(nat.constantHalfLife()).value())
        .isCloseTo(SPAN * Math.log(left / (left - 1)), within(0.02 * SPAN));
  }

  @Test
  void aShortFallIsRightCensored() {
    assertThat(analyse(60, t -> 3 * Math.exp(-0.4 * t / SPAN), 0.01).outcome().kind())
        .isEqualTo(OutcomeKind.RIGHT_CENSORED);
  }

  @Test
  void constantAndRisingEntropyIsNotDecaying() {
    for (double slope : new double[] {0, 0.3}) {
      assertThat(analyse(60, t -> 2 + slope * t / SPAN, 0).outcome().kind())
          .isEqualTo(OutcomeKind.NOT_DECAYING);
    }
    assertThat(analyse(60, t -> 2 + 0.3 * t / SPAN, 0.02).outcome().kind())
        .isEqualTo(OutcomeKind.NOT_DECAYING);
  }

  /** The one-sided test has 5 %, and g, which is never below 1, makes it a little shy. */
  @Test
  void noiseOnAConstantIsSeldomTakenForDecay() {
    DecayAnalysis exponential =
        new DecayAnalysis(
            new DecaySettings(
                Set.of(DecayModel.EXPONENTIAL), IntervalMethod.JACOBIAN, FitLoss.LEAST_SQUARES, 1));
    SplittableRandom random = new SplittableRandom(101);
    int falls = 0;
    for (int i = 0; i < 1000; i++) {
      EntropySeries series = SimulatedSeries.of(60, SPAN, t -> 2, 0.02, random);
      if (exponential.analyse(EntropyGrids.of(series)).outcome().kind()
          != OutcomeKind.NOT_DECAYING) {
        falls++;
      }
    }
    assertThat(falls / 1000.0).isBetween(0.015, 0.065);
  }

  @Test
  void noEntropyIsUndetermined() {
    assertThat(analyse(60, t -> 0, 0).outcome())
        .isEqualTo(new DecayOutcome.Undetermined(DecayReason.NO_ENTROPY));
  }

  @Test
  void aFallToZeroEndsInAnOutcome() {
    assertThat(analyse(60, t -> Math.max(0, 2 - 4 * t / SPAN), 0).outcome().kind()).isNotNull();
    assertThat(analyse(60, t -> t < SPAN / 60 ? 2 : 0, 0).outcome().kind()).isNotNull();
    assertThat(analyse(60, t -> t < SPAN / 2 ? 2 : 0, 0.001).outcome().kind()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(FitLoss.class)
  void anySeriesOfFiniteNumbersHasAnOutcome(FitLoss loss) {
    DecayAnalysis any =
        new DecayAnalysis(
            new DecaySettings(DecaySettings.AUTO.models(), IntervalMethod.AUTO, loss, 1));
    SplittableRandom random = new SplittableRandom(303);
    for (int i = 0; i < 60; i++) {
      int n = 8 + random.nextInt(12);
      double scale = Math.pow(10, random.nextDouble(-12, 12));
      double[] t = new double[n];
      double[] h = new double[n];
      double[] errors = new double[n];
      double[] gradient = new double[n];
      for (int j = 0; j < n; j++) {
        t[j] = (j == 0 ? 0 : t[j - 1]) + 1 + random.nextInt(1000);
        h[j] = scale * random.nextDouble(-1, 3);
        errors[j] = random.nextInt(4) == 0 ? 0 : scale * random.nextDouble();
        gradient[j] = (j == 0 ? 0 : gradient[j - 1]) + random.nextInt(2);
      }
      EntropySeries series =
          new EntropySeries(EntropyKind.BINNED, t, h, errors, new GradientDrive.Known(gradient));
      assertThat(any.analyse(EntropyGrids.of(series)).fits()).hasSize(7);
    }
  }

  @Test
  void differentialEntropyIsOnlyFittedByStraightLines() {
    EntropySeries binned =
        SimulatedSeries.of(60, SPAN, t -> 1 - 3 * t / SPAN, 0.01, new SplittableRandom(202));
    EntropySeries series =
        new EntropySeries(
            EntropyKind.DIFFERENTIAL,
            binned.t(),
            binned.entropy(),
            binned.standardError(),
            binned.drive());
    DecayFindings findings = analysis.analyse(EntropyGrids.of(series));
    assertThat(findings.chosen()).isEqualTo(DecayModel.LINEAR);
    assertThat(findings.fits()).hasSize(2);
    assertThat(Objects.requireNonNull(findings.convergenceSpeed()).covers(-3 / SPAN)).isTrue();
  }

  @Test
  void aDecayConstantThatTheBinsDecideIsGridDependent() {
    EntropySeries base = decay(2.5, 0);
    assertThat(
            analysis.analyse(new EntropyGrids(base, decay(2.5, 0), decay(2.5, 0))).outcome().kind())
        .isEqualTo(OutcomeKind.FITTED);
    assertThat(
            analysis
                .analyse(new EntropyGrids(base, decay(2.5, -0.3), decay(2.5, 0.7)))
                .outcome()
                .kind())
        .isEqualTo(OutcomeKind.GRID_DEPENDENT);
  }

  @Test
  void correlatedResidualsAreBootstrappedAndTheSameSeedGivesTheSameIntervals() {
    EntropySeries series =
        SimulatedSeries.of(
            100, SPAN, t -> 3 * Math.exp(-2 * t / SPAN), 0.03, 0.8, new SplittableRandom(101));
    DecayFindings once = analysis.analyse(EntropyGrids.of(series));
    assertThat(once).isEqualTo(analysis.analyse(EntropyGrids.of(series)));
    assertThat(once.fits())
        .filteredOn(fit -> fit.model() == DecayModel.EXPONENTIAL)
        .allMatch(fit -> ((ModelFit.Estimated) fit).method() == IntervalMethod.BOOTSTRAP);
  }

  @Test
  void akaikeWeightsSumToOne() {
    DecayFindings findings = analyse(60, t -> 3 * Math.exp(-2 * t / SPAN), 0.02);
    double sum =
        findings.fits().stream()
            .filter(ModelFit.Estimated.class::isInstance)
            .map(ModelFit.Estimated.class::cast)
            .mapToDouble(fit -> Objects.requireNonNull(fit.support().weight()))
            .sum();
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  private static EntropySeries decay(double h0, double shift) {
    return SimulatedSeries.of(
        60, SPAN, t -> shift + h0 * Math.exp(-1.5 * t / SPAN), 0.01, new SplittableRandom(101));
  }

  private DecayFindings analyse(int n, DoubleUnaryOperator truth, double error) {
    return analysis.analyse(
        EntropyGrids.of(SimulatedSeries.of(n, SPAN, truth, error, new SplittableRandom(101))));
  }

  private static Estimate halfLife(DecayFindings findings) {
    return Objects.requireNonNull(findings.halfLife()).iterations();
  }
}
