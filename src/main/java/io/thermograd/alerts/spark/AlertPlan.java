package io.thermograd.alerts.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.thermograd.alerts.Alert;
import io.thermograd.alerts.AlertRule;
import io.thermograd.verdict.spark.RunTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules: each run beside the row that it had in the batch before, as the struct {@code
 * previous} (null for a new run), and {@code new}. The expressions are Spark SQL's own.
 */
public final class AlertPlan {
  private static final String PREVIOUS = "previous";
  private static final String PREVIOUS_RUN = "previous_run";
  private static final String NEW = "new";

  /** Says what Spark's Scala methods throw and don't declare. */
  @FunctionalInterface
  private interface Analysis {
    DataType type() throws AnalysisException;
  }

  private AlertPlan() {}

  /**
   * What is wrong with a rule's condition.
   *
   * @return a sentence of Spark's; null if the condition can be evaluated
   */
  public static @Nullable String fault(SparkSession spark, AlertRule rule) {
    Dataset<Row> none = spark.createDataFrame(List.of(), RunTable.SCHEMA);
    Analysis analysis =
        () -> beside(none, none).select(expr(rule.when())).schema().apply(0).dataType();
    try {
      DataType type = analysis.type();
      return type.equals(DataTypes.BooleanType)
          ? null
          : "it is of type " + type.catalogString() + ", not a condition";
    } catch (AnalysisException e) {
      return e.getSimpleMessage().lines().findFirst().orElse("it can't be read");
    }
  }

  /**
   * The alerts of a batch, by rule in the given order, then by run.
   *
   * @param runs the table {@code runs} of this batch
   * @param previous the same of the batch before; null in the first
   * @param previousAlerts the table {@code alerts} of the batch before; null in the first
   * @param batch this batch's number
   */
  public static List<Alert> alerts(
      List<AlertRule> rules,
      Dataset<Row> runs,
      @Nullable Dataset<Row> previous,
      @Nullable Dataset<Row> previousAlerts,
      long batch) {
    if (rules.isEmpty()) {
      return List.of();
    }
    Column[] columns = new Column[2 + rules.size()];
    columns[0] = col(RunTable.RUN);
    columns[1] = col(RunTable.VERDICT);
    Column any = lit(false);
    for (int i = 0; i < rules.size(); i++) {
      // A condition that is null, as of a figure that is absent, doesn't hold.
      Column holds = coalesce(expr(rules.get(i).when()), lit(false));
      columns[2 + i] = holds.as("rule_" + i);
      any = any.or(holds);
    }
    List<Row> rows =
        beside(runs, previous == null ? runs.limit(0) : previous)
            .filter(any)
            .select(columns)
            .sort(RunTable.RUN)
            .collectAsList();
    Map<List<String>, Long> since = since(previousAlerts);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      AlertRule rule = rules.get(i);
      for (Row row : rows) {
        if (row.getBoolean(2 + i)) {
          String run = row.getString(0);
          long first = since.getOrDefault(List.of(rule.name(), run), batch);
          alerts.add(new Alert(rule, run, row.getString(1), first));
        }
      }
    }
    return alerts;
  }

  private static Map<List<String>, Long> since(@Nullable Dataset<Row> previousAlerts) {
    Map<List<String>, Long> since = new HashMap<>();
    if (previousAlerts != null) {
      previousAlerts
          .select(AlertTable.RULE, AlertTable.RUN, AlertTable.SINCE_BATCH)
          .collectAsList()
          .forEach(row -> since.put(List.of(row.getString(0), row.getString(1)), row.getLong(2)));
    }
    return since;
  }

  private static Dataset<Row> beside(Dataset<Row> runs, Dataset<Row> previous) {
    Column[] fields =
        Arrays.stream(RunTable.SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> before =
        previous.select(col(RunTable.RUN).as(PREVIOUS_RUN), struct(fields).as(PREVIOUS));
    return runs.join(before, col(RunTable.RUN).equalTo(col(PREVIOUS_RUN)), "left")
        .withColumn(NEW, col(PREVIOUS_RUN).isNull());
  }
}
