package io.thermograd.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.equilibrium.EquilibriumRegion.Verdict;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunEquilibriumTest {
  private static final double TEMPERATURE = 0.02;
  private static final double LR = 0.1;

  private static RunFacts facts(@Nullable String optimizer) {
    return new RunFacts(
        null, Sampling.WITH_REPLACEMENT, null, optimizer, null, null, null, null, 0.0);
  }

  private static RunTrace trace(LossSeries batch, @Nullable LossSeries full) {
    return new RunTrace(
        "r", batch, full, EpochGradients.NONE, LearningRate.UNKNOWN, null, facts(null));
  }

  private static RunEquilibriumResult analyse(RunTrace trace) {
    return RunEquilibrium.analyse(trace, EquilibriumSettings.AUTO);
  }

  /**
   * Energies ½|x|² of x' = (1 − lr)x + √(2·lr·T)ξ in d dimensions, started far out. The chain's
   * stationary energies have β = (1 − lr/2)/T and shape d/2, exactly.
   */
  private static double[] bowl(int dimensions, int steps, Random random) {
    double[] x = new double[dimensions];
    Arrays.fill(x, 4);
    double[] energy = new double[steps];
    for (int s = 0; s < steps; s++) {
      for (int j = 0; j < dimensions; j++) {
        energy[s] += x[j] * x[j] / 2;
        x[j] = (1 - LR) * x[j] + Math.sqrt(2 * LR * TEMPERATURE) * random.nextGaussian();
      }
    }
    return energy;
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 202, 303})
  void intervalsOfBetaInABowlOfTwoDimensionsCoverTheTruth(long seed) {
    double truth = (1 - LR / 2) / TEMPERATURE;
    Random random = new Random(seed);
    int covered = 0;
    int replicates = 40;
    for (int k = 0; k < replicates; k++) {
      RunEquilibriumResult result = analyse(trace(Series.of(bowl(2, 6_000, random), 100), null));
      BoltzmannFit fit = Objects.requireNonNull(result.equilibrium().source(), "fit");
      covered += Math.abs(fit.beta() - truth) < 1.96 * fit.betaSe() ? 1 : 0;
    }
    // 95 % of 40 less three binomial s.d.
    assertThat(covered).isGreaterThanOrEqualTo(34);
  }

  @Test
  void densityOfStatesIsFoundInSixDimensions() {
    LossSeries batch = Series.of(bowl(6, 40_000, new Random(101)), 100);
    RunEquilibriumResult result = analyse(trace(batch, null));
    DensityOfStatesFit fit = Objects.requireNonNull(result.equilibrium().densityOfStates(), "fit");
    double truth = (1 - LR / 2) / TEMPERATURE;
    assertThat(fit.beta()).isCloseTo(truth, within(3 * Objects.requireNonNull(fit.betaSe())));
    assertThat(fit.shape()).isCloseTo(3, within(3 * Objects.requireNonNull(fit.shapeSe())));
    assertThat(Objects.requireNonNull(result.equilibrium().fits()).chosen())
        .isEqualTo(BoltzmannModel.DENSITY_OF_STATES);
    assertThat(result.equilibrium().regions().equilibrium())
        .isInstanceOfSatisfying(
            EquilibriumRegion.Found.class,
            found -> assertThat(found.verdict()).isNotEqualTo(Verdict.TOO_SHORT));
  }

  @Test
  void windowZeroHoldsEveryVisitOfTheRegionAndItsProbabilitiesSumToOne() {
    RunEquilibriumResult result =
        analyse(trace(Series.of(bowl(2, 20_000, new Random(202)), 100), null));
    var zero = result.bins().stream().filter(b -> b.window() == 0).toList();
    assertThat(zero.stream().mapToLong(LossBin::count).sum())
        .isEqualTo(result.equilibrium().regions().n());
    assertThat(zero.stream().mapToDouble(LossBin::occupancy).sum()).isCloseTo(1, within(1e-12));
    assertThat(zero.stream().mapToDouble(b -> orZero(b.boltzmannProbability())).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(zero.stream().mapToDouble(b -> orZero(b.boltzmannProbabilityDos())).sum())
        .isCloseTo(1, within(1e-9));
    for (EntropyWindow window : result.windows()) {
      var bins = result.bins().stream().filter(b -> b.window() == window.window()).toList();
      assertThat(bins.stream().mapToLong(LossBin::count).sum()).isEqualTo(window.n());
      assertThat(bins).allMatch(b -> b.count() > 0);
    }
  }

  private static double orZero(@Nullable Double x) {
    return x == null ? 0 : x;
  }

  /** |∇E|² = |x|² = 2E in the bowl, whose energy here moves from epoch to epoch only. */
  @Test
  void squaredGradientsPerBinAreTheSignalsAndMakeTheRates() {
    double[] perEpoch = bowl(2, 2_000, new Random(303));
    Random jitter = new Random(304);
    double[] energy = new double[20_000];
    Arrays.setAll(energy, i -> perEpoch[i / 10] * (1 + 1e-6 * jitter.nextGaussian()));
    LossSeries batch = Series.of(energy, 10);
    double[] variance = new double[2_000];
    Arrays.fill(variance, 7);
    EpochGradients gradients =
        new EpochGradients(
            IntStream.range(0, 2_000).toArray(),
            variance,
            Arrays.stream(perEpoch).mapToObj(e -> 2 * e).toArray(Double[]::new),
            new Double[2_000]);
    RunTrace trace =
        new RunTrace("r", batch, null, gradients, LearningRate.constant(LR), 2L, facts("sgd"));
    RunEquilibriumResult result = analyse(trace);
    assertThat(result.equilibrium().sgd().beta()).isCloseTo(2 * 2 / (LR * 7), within(1e-9));
    for (LossBin bin : result.bins()) {
      Double lo = bin.lo();
      Double hi = bin.hi();
      Double signal = bin.gradSignalSquared();
      if (lo != null && hi != null && signal != null) {
        assertThat(signal).isBetween(2 * lo - 1e-4, 2 * hi + 1e-4);
      }
    }
    // T5 with G = 2E by the formula itself, on the window's visits.
    EntropyWindow window = result.windows().get(result.windows().size() - 1);
    EntropyRates rates = Objects.requireNonNull(window.rates().orNull(), "rates");
    BoltzmannFit fit = Objects.requireNonNull(window.source().orNull(), "fit");
    double chain = 0;
    for (LossBin bin : result.bins()) {
      if (bin.window() == window.window()) {
        double p = bin.occupancy();
        chain += (Math.log(p) + 1) * p * (1 - p) * (orZero(bin.lo()) + orZero(bin.hi()));
      }
    }
    double expected = -LR * fit.beta() * chain;
    assertThat(rates.chainRuleRate()).isCloseTo(expected, within(0.2 * Math.abs(expected)));
  }

  /**
   * With |∇E|² = 2E and ⟨E⟩ = 1/β, T6's lr·β⟨|∇E|²⟩ is 2·lr at any temperature: the rate at which
   * the bowl forgets where it was. The entropy of what has forgotten stands still all the same,
   * since the noise puts back what the gradients take.
   */
  @Test
  void inAStationaryBowlT6IsTheRateOfRelaxationThoughTheEntropyStands() {
    int epochs = 600;
    double[] energy = bowl(2, 100 * epochs, new Random(101));
    double[] variance = new double[epochs];
    Arrays.fill(variance, 7);
    Double[] signal =
        IntStream.range(0, epochs)
            .mapToObj(e -> 2 * Arrays.stream(energy, 100 * e, 100 * (e + 1)).sum() / 100)
            .toArray(Double[]::new);
    EpochGradients gradients =
        new EpochGradients(
            IntStream.range(0, epochs).toArray(), variance, signal, new Double[epochs]);
    RunEquilibriumResult result =
        analyse(
            new RunTrace(
                "r",
                Series.of(energy, 100),
                null,
                gradients,
                LearningRate.constant(LR),
                2L,
                facts("sgd")));
    double relaxation =
        result.windows().stream()
            .filter(window -> window.rates().orNull() != null)
            .mapToDouble(
                window ->
                    -Objects.requireNonNull(window.rates().orNull()).approximateRate()
                        / window.entropy().entropyNats())
            .average()
            .orElseThrow();
    double observed =
        result.windows().stream()
            .map(EntropyWindow::observed)
            .filter(Objects::nonNull)
            .mapToDouble(ObservedRate::rate)
            .average()
            .orElseThrow();
    assertThat(relaxation).isCloseTo(2 * LR, within(0.03 * 2 * LR));
    assertThat(Math.abs(observed)).isLessThan(1e-5);
  }

  @Test
  void observedRateFollowsASpreadThatShrinks() {
    Random random = new Random(101);
    double[] loss = new double[40_000];
    // The spread falls e-fold in 20,000 steps: so H falls by 1/20,000 nats a step.
    Arrays.setAll(loss, i -> 10 + Math.exp(-i / 20_000.0) * random.nextGaussian());
    RunEquilibriumResult result = analyse(trace(Series.of(loss, 100), null));
    assertThat(result.windows().size()).isBetween(EntropyWindows.MIN_WINDOWS, 200);
    double mean =
        result.windows().stream()
            .map(EntropyWindow::observed)
            .filter(Objects::nonNull)
            .mapToDouble(ObservedRate::rate)
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(-1 / 20_000.0, within(0.2 / 20_000));
  }

  @Test
  void gridCoversAnEquilibriumRegionThatBeginsBeforeTheStableOne() {
    double[] energy = bowl(2, 10_000, new Random(101));
    EquilibriumSettings settings =
        new EquilibriumSettings(
            EnergyChoice.AUTO, 9000L, 500L, null, null, new BinRule.FreedmanDiaconis());
    RunEquilibriumResult result =
        RunEquilibrium.analyse(trace(Series.of(energy, 100), null), settings);
    BoltzmannFits fits = Objects.requireNonNull(result.equilibrium().fits(), "fits");
    assertThat(fits.occupancy().inRange()).isEqualTo(9500);
  }

  @Test
  void autoTakesFullLossesFrom500OfThemOn() {
    double[] energy = bowl(2, 10_000, new Random(202));
    LossSeries batch = Series.of(energy, 10);
    LossSeries full = full(batch, 1);
    assertThat(analyse(trace(batch, full)).equilibrium().regions().energy())
        .isEqualTo(EnergyKind.FULL);
    assertThat(analyse(trace(batch, full(batch, 3))).equilibrium().regions().energy())
        .isEqualTo(EnergyKind.BATCH);
  }

  private static LossSeries full(LossSeries batch, int everyEpochs) {
    int[] index =
        IntStream.range(0, batch.size()).filter(i -> i % (10 * everyEpochs) == 9).toArray();
    return Series.of(
        EnergyKind.FULL,
        Arrays.stream(index).mapToLong(i -> batch.step(i)).toArray(),
        Arrays.stream(index).map(i -> batch.epoch(i)).toArray(),
        Arrays.stream(index).mapToDouble(i -> batch.loss(i)).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 19, 20, 21, 99, 100, 150, 500})
  void shortRunsHaveAReasonAndNeverFail(int size) {
    double[] loss = new Random(size).doubles(size).toArray();
    for (int stepsPerEpoch : new int[] {1, 7, 1000}) {
      RunEquilibriumResult result = analyse(trace(Series.of(loss, stepsPerEpoch), null));
      assertThat(result.windows()).isEmpty();
      assertThat(result.windowsReason()).isNotBlank();
      assertThat(result.equilibrium().fits() == null)
          .isEqualTo(result.equilibrium().reason() != null);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, -3, 1e300})
  void constantLossHasAReason(double value) {
    double[] loss = new double[5000];
    Arrays.fill(loss, value);
    assertThat(analyse(trace(Series.of(loss, 10), null)).equilibrium().reason())
        .isEqualTo("all 5000 losses are equal");
  }

  @Test
  void blowUpThatEndsConstantHasAReason() {
    double[] loss = new double[5000];
    Arrays.setAll(loss, i -> i < 50 ? Math.exp(i / 4.0) : 0.693);
    RunEquilibriumResult result = analyse(trace(Series.of(loss, 10), null));
    assertThat(result.equilibrium().reason()).isEqualTo("no loss bins: ONE_VALUE");
    assertThat(result.windowsReason()).isNotBlank();
  }

  @Test
  void nanOnlyRunHasAReason() {
    double[] loss = new double[300];
    Arrays.fill(loss, Double.NaN);
    LossSeries batch =
        Series.of(EnergyKind.BATCH, LongStream.range(0, 300).toArray(), new int[300], loss);
    RunEquilibriumResult result = analyse(trace(batch, null));
    assertThat(result.equilibrium().reason()).isEqualTo("0 finite losses: fewer than 20");
    assertThat(result.equilibrium().flags()).containsExactly(EquilibriumFlag.NON_FINITE);
  }

  @Test
  void oneLongEpochIsAnalysedByItsSteps() {
    double[] energy = bowl(2, 20_000, new Random(303));
    RunEquilibriumResult result = analyse(trace(Series.of(energy, 20_000), null));
    assertThat(result.equilibrium().source()).isNotNull();
    assertThat(result.windows().size())
        .as("%s %s", result.windowsReason(), result.equilibrium().regions())
        .isBetween(EntropyWindows.MIN_WINDOWS, 200);
  }

  @Test
  void extremeLossesNeverFail() {
    Random random = new Random(101);
    double[] loss = new double[3000];
    Arrays.setAll(loss, i -> (random.nextBoolean() ? 1 : -1) * Math.exp(600 * random.nextDouble()));
    RunEquilibriumResult result = analyse(trace(Series.of(loss, 10), null));
    assertThat(result.equilibrium().reason()).endsWith("no variance can be told");
    Arrays.setAll(loss, i -> 1e-300 * (1 + random.nextDouble()));
    assertThat(analyse(trace(Series.of(loss, 10), null)).equilibrium()).isNotNull();
    Arrays.setAll(loss, i -> (i % 2 == 0 ? 1 : -1) * Double.MAX_VALUE);
    assertThat(analyse(trace(Series.of(loss, 10), null)).equilibrium()).isNotNull();
  }
}
