package io.thermograd.moments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A job's {@code layer_epoch.csv} against numbers made elsewhere, for docs/numerics.md: {@code mvn
 * test -Dtest=ReferenceTablesStudy -Dthermograd.studies=true -Dthermograd.studies.tables=OUT/export
 * -Dthermograd.studies.reference=FILE.csv}. The reference has the columns run, layer and epoch, and
 * either those of {@code layer_epoch} (a plain loop's) or {@code true_G2} and {@code true_trace}
 * (the truth behind independent batches).
 */
@NullUnmarked // an unexpected null fails the study by itself
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
@EnabledIfSystemProperty(named = "thermograd.studies.reference", matches = ".+")
class ReferenceTablesStudy {
  private static final List<String> EXACT = List.of("n", "non_finite", "superseded");

  /** Each column with what its error is relative to. */
  private static final Map<String, String> SCALES =
      Map.of(
          "grad_mean_norm", "grad_mean_norm",
          "grad_variance", "grad_second_moment",
          "grad_second_moment", "grad_second_moment",
          "grad_signal_squared", "grad_second_moment",
          "grad_sq_norm_mean", "grad_sq_norm_mean",
          "snr", "snr");

  private final Map<String, Map<String, String>> rows;
  private final Map<String, Map<String, String>> reference;

  ReferenceTablesStudy() throws IOException {
    String tables = System.getProperty("thermograd.studies.tables", "out/demo/export");
    rows = read(Path.of(tables, "layer_epoch.csv"));
    reference = read(Path.of(System.getProperty("thermograd.studies.reference", "")));
  }

  @Test
  void everyNumberOfTheReferenceIsTheTables() {
    Map<String, Double> worst = new TreeMap<>();
    int compared = 0;
    for (Map.Entry<String, Map<String, String>> expected : reference.entrySet()) {
      if (expected.getValue().containsKey("true_G2")) {
        return;
      }
      Map<String, String> row =
          Objects.requireNonNull(rows.get(expected.getKey()), expected.getKey());
      for (String column : EXACT) {
        assertThat(row.get(column)).isEqualTo(expected.getValue().get(column));
      }
      SCALES.forEach(
          (column, scale) -> {
            Double error = error(row, expected.getValue(), column, scale);
            worst.merge(column, error == null ? 0 : error, Math::max);
          });
      compared++;
    }
    System.out.println(compared + " of " + reference.size() + " rows, worst errors " + worst);
    assertThat(worst.values()).allMatch(error -> error < 1e-9);
  }

  @Test
  void signalsOfIndependentBatchesAreUnbiasedAndTheirIntervalsHoldTheTruth() {
    for (double most : new double[] {Double.POSITIVE_INFINITY, 0.1}) {
      List<Double> deviations = new ArrayList<>();
      int held = 0;
      int heldRatio = 0;
      for (Map.Entry<String, Map<String, String>> truth : reference.entrySet()) {
        Double signal = number(truth.getValue(), "true_G2");
        Double snr = number(truth.getValue(), "true_snr");
        Map<String, String> row = rows.get(truth.getKey());
        if (signal == null || snr == null || row == null || !(snr < most)) {
          continue;
        }
        double error = Objects.requireNonNull(number(row, "grad_signal_squared_se"));
        double estimate = Objects.requireNonNull(number(row, "grad_signal_squared"));
        deviations.add((estimate - signal) / error);
        held += holds(row, "grad_signal_squared", signal) ? 1 : 0;
        heldRatio += holds(row, "snr_corrected", snr) ? 1 : 0;
      }
      print(most, deviations, held, heldRatio);
    }
  }

  private static void print(double most, List<Double> deviations, int held, int heldRatio) {
    double mean = deviations.stream().mapToDouble(d -> d).average().orElse(0);
    System.out.println(
        String.format(
            Locale.ROOT,
            "SNR below %s: %d rows, mean error %+.2f of its s.e., |G|^2 held %d, SNR held %d",
            most,
            deviations.size(),
            mean * Math.sqrt(deviations.size()),
            held,
            heldRatio));
    assertThat(Math.abs(mean) * Math.sqrt(deviations.size())).isLessThan(3);
  }

  private static boolean holds(Map<String, String> row, String column, double truth) {
    Double low = number(row, column + "_low");
    Double high = number(row, column + "_high");
    return low != null && low <= truth && (high == null || truth <= high);
  }

  private static @Nullable Double error(
      Map<String, String> row, Map<String, String> expected, String column, String scale) {
    Double found = number(row, column);
    Double wanted = number(expected, column);
    Double unit = number(expected, scale);
    if (found == null || wanted == null) {
      assertThat(found).as(column).isEqualTo(wanted);
      return null;
    }
    return found.equals(wanted) || unit == null ? 0 : Math.abs(found - wanted) / unit;
  }

  private static @Nullable Double number(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "");
    return text.isEmpty() ? null : (Double) Double.parseDouble(text);
  }

  /** Rows by run, layer and epoch. Lists stand last in the table: no earlier value is quoted. */
  private static Map<String, Map<String, String>> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.get(0).split(",", -1);
    Map<String, Map<String, String>> read = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      read.put(row.get("run") + " " + row.get("layer") + " " + row.get("epoch"), row);
    }
    return read;
  }
}
