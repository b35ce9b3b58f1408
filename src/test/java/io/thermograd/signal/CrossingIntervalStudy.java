package io.thermograd.signal;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures the coverage of the 95 % interval of a crossing for docs/numerics.md: {@code mvn test
 * -Dtest=CrossingIntervalStudy -Dthermograd.studies=true}.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
class CrossingIntervalStudy {
  private static final int REPLICATES = 1000;

  @ParameterizedTest
  @CsvSource({"30, 0", "30, 0.1", "60, 0", "60, 0.1", "228, 0", "228, 0.1"})
  void coverage(int epochs, double bend) {
    for (double error : new double[] {0.1, 0.3}) {
      StringBuilder row =
          new StringBuilder(
              String.format(Locale.ROOT, "| %d | %.1f | %.1f |", epochs, bend, error));
      for (double ar1 : new double[] {0, 0.3, 0.6, 0.8}) {
        FallingSnr course = new FallingSnr(epochs, ar1, error, bend);
        row.append(
            LongStream.of(101, 202, 303)
                .mapToObj(
                    seed ->
                        String.format(
                            Locale.ROOT,
                            "%.3f",
                            course.coverage(REPLICATES, new SplittableRandom(seed))))
                .collect(Collectors.joining(" ", " ", " |")));
      }
      System.out.println(row);
    }
  }
}
