package io.thermograd.decay;

import java.util.EnumSet;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures how often the interval of the forecast holds the truth when AICc chooses among all
 * models, for docs/numerics.md: {@code mvn test -Dtest=ForecastStudy -Dthermograd.studies=true}.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
class ForecastStudy {
  private static final int REPLICATES = 300;
  private static final double SPAN = 60_000;
  private static final double RATE = 1.5 / SPAN;
  private static final double LAST = SPAN * 59.5 / 60;

  @ParameterizedTest
  @CsvSource({
    "0, 0, 101", "0, 0, 202", "0, 0, 303",
    "0.3, 0, 101", "0.3, 0, 202", "0.3, 0, 303",
    "0.3, 0.6, 101", "0.3, 0.6, 202", "0.3, 0.6, 303"
  })
  void coverage(double kappa, double ar1, long seed) {
    DecayAnalysis analysis =
        new DecayAnalysis(
            new DecaySettings(
                EnumSet.allOf(DecayModel.class), IntervalMethod.AUTO, FitLoss.LEAST_SQUARES, 1));
    SplittableRandom random = new SplittableRandom(seed);
    Tally tenth = new Tally(truth(kappa));
    Tally halfLife = new Tally(Math.log(2) / RATE * (1 + kappa * RATE * LAST));
    int absent = 0;
    int open = 0;
    for (int i = 0; i < REPLICATES; i++) {
      DecayFindings findings =
          analysis.analyse(
              EntropyGrids.of(
                  SimulatedSeries.of(
                      60, SPAN, SimulatedSeries.drifting(2.5, RATE, kappa), 0.025, ar1, random)));
      Forecast forecast = findings.forecast();
      Estimate estimate = forecast == null ? null : forecast.nextTenth().chosenModel();
      if (estimate == null) {
        absent++;
      } else {
        tenth.add(estimate);
        open += estimate.high() == null ? 1 : 0;
      }
      HalfLife now = findings.halfLife();
      if (now != null) {
        halfLife.add(now.iterations());
      }
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "kappa %.1f, AR(1) %.1f, seed %d: next tenth %s; absent in %d, open in %d of %d; half-life %s",
            kappa,
            ar1,
            seed,
            tenth,
            absent,
            open,
            REPLICATES,
            halfLife));
  }

  private static double truth(double kappa) {
    return kappa == 0
        ? -Math.log(0.9) / RATE
        : (Math.pow(0.9, -kappa) - 1) * (1 + kappa * RATE * LAST) / (kappa * RATE);
  }
}
