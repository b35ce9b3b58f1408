package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.cohort.TemperatureLaw;
import io.thermograd.report.RunSummary;
import io.thermograd.report.SummaryColumn;
import io.thermograd.store.BatchTable;
import io.thermograd.verdict.spark.RunTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the terminal says of a job, from its table {@code runs}. */
final class Summary {
  /** Runs that are read for the terminal; it shows fewer, and says where all are. */
  private static final int MAX_RUNS = 1000;

  private static final Pattern CODE = Pattern.compile("\\b[A-Z]+(_[A-Z]+)+\\b");
  private static final List<SummaryColumn> DECAY =
      List.of(SummaryColumn.HALF_LIFE, SummaryColumn.HALF_LIFE_DRIFT, SummaryColumn.NEXT_TENTH);

  private static final Map<SummaryColumn, String> EQUILIBRIUM =
      Map.of(
          SummaryColumn.BETA, RunTable.BETA,
          SummaryColumn.ENTROPY, RunTable.ENTROPY_CORRECTED,
          SummaryColumn.CONVERGENCE_SPEED, RunTable.CONVERGENCE_SPEED,
          SummaryColumn.DECAY_MODEL, RunTable.CHOSEN_MODEL);

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
    return new JobSummary(
        rows.stream().map(Summary::of).toList(), findings(), RunWarningLines.of(rows));
  }

  private List<String> findings() {
    return List.of(temperatureLaw(), records());
  }

  private String temperatureLaw() {
    if (law instanceof TemperatureLaw.NotIdentified absent) {
      return "No temperature law ln β = a + p ln lr + q ln b: " + absent.reason() + ".";
    }
    TemperatureLaw.Fitted fitted = (TemperatureLaw.Fitted) law;
    return "Temperature law ln β = a + p ln lr + q ln b over "
        + fitted.runs()
        + " runs: p = "
        + text(fitted.ofLearningRate(), "all runs have one lr")
        + ", q = "
        + text(fitted.ofBatchSize(), "all runs have one batch size")
        + " (SGD's noise alone: p = −1, q = 1).";
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
        "%,d records read = %,d used + %,d superseded + %,d quarantined, of %,d runs.",
        counts.read(),
        counts.used(),
        counts.superseded(),
        counts.quarantined(),
        counts.runs());
  }

  private static RunSummary of(Row row) {
    String level = row.getAs(RunTable.LEVEL);
    return new RunSummary(
        row.getString(row.fieldIndex(RunTable.RUN)),
        row.getString(row.fieldIndex(RunTable.VERDICT)),
        row.getString(row.fieldIndex(RunTable.SUMMARY)),
        level == null ? "LOSSES" : level,
        row.getAs(RunTable.PEAK_EPOCH),
        interval(row, RunTable.LAST_CROSSING_EPOCH),
        interval(row, RunTable.HALF_LIFE),
        interval(row, RunTable.DRIFT),
        interval(row, RunTable.NEXT_TENTH),
        withError(row, RunTable.BETA, RunTable.BETA_SE),
        withError(row, RunTable.ENTROPY_CORRECTED, RunTable.ENTROPY_CORRECTED_SE),
        interval(row, RunTable.CONVERGENCE_SPEED),
        row.getAs(RunTable.CHOSEN_MODEL),
        notes(row));
  }

  private static RunSummary.@Nullable Interval interval(Row row, String column) {
    Double known = row.getAs(column);
    return known == null
        ? null
        : new RunSummary.Interval(
            known,
            row.<@Nullable Double>getAs(column + RunTable.LOW),
            row.getAs(column + RunTable.HIGH));
  }

  private static RunSummary.@Nullable WithError withError(Row row, String column, String error) {
    Double known = row.getAs(column);
    return known == null
        ? null
        : new RunSummary.WithError(known, row.<@Nullable Double>getAs(error));
  }

  private static Map<SummaryColumn, String> notes(Row row) {
    Map<SummaryColumn, String> notes = new EnumMap<>(SummaryColumn.class);
    String reason = row.getAs(RunTable.REASON);
    String decay =
        switch (row.<String>getAs(RunTable.OUTCOME)) {
          case "GRID_DEPENDENT" -> "depends on the loss bins: half or twice as many change it";
          case "RIGHT_CENSORED" -> "an extrapolation: no halving was seen";
          case "NOT_DECAYING" -> "the entropy doesn't decay";
          default -> reason;
        };
    if (decay != null) {
      DECAY.forEach(column -> notes.put(column, inWords(decay)));
    }
    if (reason != null) {
      EQUILIBRIUM.forEach((column, name) -> noteAbsence(row, name, column, reason, notes));
    }
    return notes;
  }

  private static void noteAbsence(
      Row row, String name, SummaryColumn column, String why, Map<SummaryColumn, String> notes) {
    if (row.isNullAt(row.fieldIndex(name))) {
      notes.put(column, inWords(why));
    }
  }

  /** Codes, such as {@code TOO_FEW_WINDOWS}, in small letters. */
  private static String inWords(String reason) {
    return CODE.matcher(reason)
        .replaceAll(code -> code.group().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
