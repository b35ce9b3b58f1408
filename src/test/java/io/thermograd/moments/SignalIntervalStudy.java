package io.thermograd.moments;

import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures the coverage of the 95 % intervals of SNR and ‖G‖² for docs/numerics.md: {@code mvn test
 * -Dtest=SignalIntervalStudy -Dthermograd.studies=true}.
 */
@NullUnmarked // an unexpected null fails the study by itself
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
class SignalIntervalStudy {
  private static final int REPLICATES = 1000;
  private static final int DIMENSION = 40;
  private static final int BATCH = 10;

  /** Shapes of the noise. */
  enum Noise {
    ISOTROPIC,
    POWER_LAW,
    LOW_RANK,
    HEAVY_TAILED;

    GradientSimulator draws(double snr, long seed) {
      return switch (this) {
        case ISOTROPIC -> GradientSimulator.of(DIMENSION, 0, snr, seed);
        case POWER_LAW -> GradientSimulator.of(DIMENSION, 0.8, snr, seed);
        case LOW_RANK -> GradientSimulator.ofRank(3, DIMENSION, snr, seed);
        case HEAVY_TAILED -> GradientSimulator.of(DIMENSION, 0.8, snr, seed).heavyTailed();
      };
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ISOTROPIC,0", "POWER_LAW,0", "LOW_RANK,0", "HEAVY_TAILED,0",
    "ISOTROPIC,0.5", "POWER_LAW,0.5", "LOW_RANK,0.5", "HEAVY_TAILED,0.5"
  })
  void coverage(Noise noise, double fraction) {
    for (int n : new int[] {10, 20, 50, 200}) {
      for (double snr : new double[] {0.1, 0.3, 1, 3}) {
        StringBuilder line = new StringBuilder();
        for (long seed : new long[] {101, 202, 303}) {
          line.append(cell(noise.draws(snr, seed), n, fraction));
        }
        System.out.println(
            String.format(Locale.ROOT, "%s f=%.1f n=%d snr=%.1f%s", noise, fraction, n, snr, line));
      }
    }
  }

  private static String cell(GradientSimulator draws, int n, double fraction) {
    float[][] examples =
        fraction == 0 ? null : examples(draws, (int) Math.round(n * BATCH / fraction));
    double[] truth =
        examples == null
            ? new double[] {draws.signalSquared(), draws.trace()}
            : MomentsCalibrationTest.signalAndTrace(examples, BATCH);
    Coverage snr = new Coverage(Math.sqrt(truth[0] / truth[1]), n);
    Coverage signal = new Coverage(truth[0], n);
    for (int r = 0; r < REPLICATES; r++) {
      LayerEpoch row =
          examples == null
              ? MomentsCalibrationTest.independent(draws, n)
              : shuffled(examples, draws, n);
      snr.add(row, Quantity.SNR_CORRECTED);
      signal.add(row, Quantity.GRAD_SIGNAL_SQUARED);
    }
    return String.format(
        Locale.ROOT,
        " | %.3f %.2f, %.3f %.2f",
        snr.share(),
        snr.spreadOverError(),
        signal.share(),
        signal.spreadOverError());
  }

  private static float[][] examples(GradientSimulator draws, int count) {
    float[][] examples = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] example = draws.next();
      // A batch's SNR is that of the setting: an example's noise is √b times a batch's.
      for (int j = 0; j < example.length; j++) {
        example[j] = (float) (draws.mean[j] + (example[j] - draws.mean[j]) * Math.sqrt(BATCH));
      }
      examples[i] = example;
    }
    return examples;
  }

  private static LayerEpoch shuffled(float[][] examples, GradientSimulator draws, int n) {
    GradientMoments state = MomentsCalibrationTest.shuffled(examples, draws, n);
    RunFacts facts = Rows.facts((long) examples.length, Sampling.SHUFFLED);
    return state.result(Rows.KEY, facts, 0).row();
  }
}
