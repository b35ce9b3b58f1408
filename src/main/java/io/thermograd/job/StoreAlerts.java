package io.thermograd.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.thermograd.alerts.Alert;
import io.thermograd.alerts.AlertRule;
import io.thermograd.alerts.Gauge;
import io.thermograd.alerts.PrometheusText;
import io.thermograd.alerts.spark.AlertPlan;
import io.thermograd.alerts.spark.AlertTable;
import io.thermograd.job.declaration.AlertsDeclaration;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.Mistake;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.report.TableText;
import io.thermograd.store.BatchTable;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.StoreBatch;
import io.thermograd.verdict.spark.RunTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of a batch. Their table is part of the batch; the files for other programs are written
 * behind its commit, each by rename, and by every batch anew.
 */
final class StoreAlerts {
  private static final List<String> LINE =
      List.of("batch", "rule", "run", "condition", "effect", "verdict", "since_batch");

  private final AlertsDeclaration declared;
  private final String job;
  private final DeltaStore store;
  private List<Gauge.Sample> verdicts = List.of();

  StoreAlerts(JobDeclaration declaration, DeltaStore store) {
    this.declared = declaration.alerts();
    this.job = declaration.name();
    this.store = store;
  }

  /**
   * Looks at the rules before any work.
   *
   * @throws UserMistake with every rule that can't be evaluated
   */
  static void check(SparkSession spark, AlertsDeclaration declared) {
    List<Mistake> mistakes = new ArrayList<>();
    for (AlertRule rule : declared.rules()) {
      String fault = AlertPlan.fault(spark, rule);
      if (fault != null) {
        mistakes.add(
            new Mistake(
                null,
                "alerts.rules",
                "cannot evaluate the rule " + rule.name() + ": " + rule.when(),
                fault,
                "write a condition in Spark SQL over the columns of the table runs, such as"
                    + " half_life_iterations > 50000 or verdict = 'DIVERGED'"));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new UserMistake(mistakes);
    }
  }

  /** What the process ends with. */
  static ExitCode exitCode(List<Alert> alerts) {
    return alerts.stream().anyMatch(alert -> alert.rule().effect() == AlertRule.Effect.FAIL)
        ? ExitCode.ALERT
        : ExitCode.DONE;
  }

  /** Finds the alerts and writes their table. */
  List<Alert> write(Dataset<Row> runs, StoreBatch batch) {
    StoreBatch last = store.last();
    boolean before = last != null && last.versions().containsKey(AlertTable.NAME);
    List<Alert> alerts =
        AlertPlan.alerts(
            declared.rules(),
            runs,
            last == null ? null : store.table(RunTable.NAME),
            before ? store.table(AlertTable.NAME) : null,
            batch.number());
    if (!before || !(alerts.isEmpty() && store.table(AlertTable.NAME).isEmpty())) {
      store.overwrite(AlertTable.NAME, AlertTable.toRows(runs.sparkSession(), alerts).coalesce(1));
    }
    if (declared.prometheus() != null) {
      verdicts =
          runs
              .groupBy(RunTable.VERDICT)
              .agg(count(lit(1)))
              .sort(col(RunTable.VERDICT))
              .collectAsList()
              .stream()
              .map(
                  row ->
                      new Gauge.Sample(
                          Map.of("verdict", row.getString(0)), (double) row.getLong(1)))
              .toList();
    }
    return alerts;
  }

  /** Tells other programs of the committed batch. */
  void tell(List<Alert> alerts, StoreBatch batch) {
    replace(declared.lines(), lines(alerts, batch));
    replace(declared.prometheus(), PrometheusText.of(job, gauges(alerts, batch)));
  }

  private static String lines(List<Alert> alerts, StoreBatch batch) {
    TableText text = new TableText(LINE);
    StringBuilder lines = new StringBuilder();
    for (Alert alert : alerts) {
      lines
          .append(
              text.jsonLine(
                  List.of(
                      batch.number(),
                      alert.rule().name(),
                      alert.run(),
                      alert.rule().when(),
                      alert.rule().effect().name(),
                      alert.verdict(),
                      alert.sinceBatch())))
          .append('\n');
    }
    return lines.toString();
  }

  private List<Gauge> gauges(List<Alert> alerts, StoreBatch batch) {
    BatchTable.Batch execution = batch.execution();
    BatchTable.Counts counts = execution.counts();
    double ended = Instant.parse(execution.endedAt()).toEpochMilli() / 1e3;
    double started = Instant.parse(execution.startedAt()).toEpochMilli() / 1e3;
    List<Gauge.Sample> byRule =
        declared.rules().stream()
            .map(
                rule ->
                    new Gauge.Sample(
                        Map.of("rule", rule.name()),
                        (double)
                            alerts.stream().filter(alert -> alert.rule().equals(rule)).count()))
            .toList();
    return List.of(
        Gauge.of("thermograd_batch", "Number of the last batch.", (double) batch.number()),
        Gauge.of("thermograd_batch_ended_seconds", "When it ended, Unix time.", ended),
        Gauge.of("thermograd_batch_seconds", "How long it took.", ended - started),
        Gauge.of(
            "thermograd_bytes_read",
            "Stored bytes that it read.",
            (double) batch.work().bytesRead()),
        Gauge.of(
            "thermograd_runs_analysed",
            "Runs that it analysed.",
            (double) batch.work().runsAnalysed()),
        Gauge.of("thermograd_records", "Records behind the tables.", (double) counts.read()),
        Gauge.of(
            "thermograd_records_quarantined", "Records rejected.", (double) counts.quarantined()),
        new Gauge("thermograd_runs", "Runs by verdict.", verdicts),
        new Gauge("thermograd_alerts", "Runs for which a rule holds.", byRule));
  }

  private static void replace(@Nullable String file, String text) {
    if (file == null) {
      return;
    }
    Path target = Path.of(file).toAbsolutePath();
    try {
      Path folder = target.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path staged = target.resolveSibling("." + target.getFileName() + ".new");
      Files.writeString(staged, text, StandardCharsets.UTF_8);
      Files.move(
          staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserMistake(
          "cannot write " + file + "; the batch itself is committed",
          e.toString(),
          "correct alerts.json_lines or alerts.prometheus: local files that this user may write");
    }
  }
}
