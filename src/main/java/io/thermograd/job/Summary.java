package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.cohort.TemperatureLaw;
import io.thermograd.report.RunSummary;
import io.thermograd.report.SummaryColumn;
import io.thermograd.store.BatchTable;
import io.thermograd.verdict.spark.RunTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the terminal says of a job, from its table {@code runs}. */
final class Summary {
  /** Runs that are read for the terminal; it shows fewer, and says where all are. */
  private static final int MAX_RUNS = 1000;

  private final Dataset<Row> runs;
  private final BatchTable.Counts counts;
  private final TemperatureLaw law;

  Summary(Dataset<Row> runs, BatchTable.Counts counts, TemperatureLaw law) {
    this.runs = runs;
    this.counts = counts;
    this.law = law;
  }

  JobSummary summary() {
    List<Row> rows = runs.sort(col(RunTable.RUN)).limit(MAX_RUNS).collectAsList();
    return new JobSummary(rows.stream().map(Summary::of).toList(), findings(), warnings(rows));
  }

  private List<String> findings() {
    return List.of(temperatureLaw(), records());
  }

  private String temperatureLaw() {
    if (law instanceof TemperatureLaw.NotIdentified absent) {
      return "temperature law ln β = a + p ln lr + q ln b: not identified: " + absent.reason();
    }
    TemperatureLaw.Fitted fitted = (TemperatureLaw.Fitted) law;
    return "temperature law ln β = a + p ln lr + q ln b over "
        + fitted.runs()
        + " runs: p = "
        + text(fitted.ofLearningRate(), "all runs have one lr")
        + ", q = "
        + text(fitted.ofBatchSize(), "all runs have one batch size")
        + " (SGD's noise alone: p = −1, q = 1)";
  }

  private static String text(TemperatureLaw.@Nullable Exponent exponent, String absent) {
    return exponent == null
        ? "not identified (" + absent + ")"
        : String.format(
            Locale.ROOT, "%.3g [%.3g, %.3g]", exponent.value(), exponent.low(), exponent.high());
  }

  private String records() {
    return String.format(
        Locale.ROOT,
        "%,d records read = %,d used + %,d superseded + %,d quarantined, of %,d runs",
        counts.read(),
        counts.used(),
        counts.superseded(),
        counts.quarantined(),
        counts.runs());
  }

  private static List<String> warnings(List<Row> rows) {
    List<String> warnings = new ArrayList<>();
    for (Row row : rows) {
      for (String warning : row.<String>getList(row.fieldIndex(RunTable.WARNINGS))) {
        warnings.add(row.getString(row.fieldIndex(RunTable.RUN)) + ": " + warning);
      }
    }
    return warnings;
  }

  private static RunSummary of(Row row) {
    String level = row.getAs(RunTable.LEVEL);
    String model = row.getAs(RunTable.CHOSEN_MODEL);
    return new RunSummary(
        row.getString(row.fieldIndex(RunTable.RUN)),
        row.getString(row.fieldIndex(RunTable.VERDICT)),
        row.getString(row.fieldIndex(RunTable.SUMMARY)),
        level == null ? "LOSSES" : level,
        row.getAs(RunTable.PEAK_EPOCH),
        row.getAs(RunTable.LAST_CROSSING_EPOCH),
        row.getAs(RunTable.BETA),
        row.getAs(RunTable.BETA_SE),
        row.getAs(RunTable.ENTROPY_CORRECTED),
        row.getAs(RunTable.CONVERGENCE_SPEED),
        model == null ? null : model + outcome(row),
        row.getAs(RunTable.HALF_LIFE),
        row.getAs(RunTable.HALF_LIFE_LOW),
        row.getAs(RunTable.HALF_LIFE_HIGH),
        row.getAs(RunTable.DRIFT),
        row.getAs(RunTable.DRIFT_LOW),
        row.getAs(RunTable.DRIFT_HIGH),
        reasons(row));
  }

  /** A model alone says little where its decay isn't one. */
  private static String outcome(Row row) {
    String outcome = row.getAs(RunTable.OUTCOME);
    return outcome.equals("FITTED") ? "" : " (" + outcome + ")";
  }

  private static Map<SummaryColumn, String> reasons(Row row) {
    Map<SummaryColumn, String> reasons = new EnumMap<>(SummaryColumn.class);
    String reason = row.getAs(RunTable.REASON);
    if (reason != null) {
      for (SummaryColumn column :
          List.of(
              SummaryColumn.BETA,
              SummaryColumn.ENTROPY,
              SummaryColumn.CONVERGENCE_SPEED,
              SummaryColumn.DECAY_MODEL,
              SummaryColumn.HALF_LIFE,
              SummaryColumn.HALF_LIFE_DRIFT)) {
        reasons.put(column, reason);
      }
    }
    return reasons;
  }
}
