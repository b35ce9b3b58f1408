package io.thermograd.alerts.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.alerts.Alert;
import io.thermograd.alerts.AlertRule;
import io.thermograd.testing.LocalSpark;
import io.thermograd.verdict.spark.RunTable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class AlertPlanTest {
  private final SparkSession spark;

  AlertPlanTest(SparkSession spark) {
    this.spark = spark;
  }

  private static AlertRule rule(String when) {
    return new AlertRule("rule", when, AlertRule.Effect.TELL);
  }

  private static Row run(String id, String verdict, @Nullable Double halfLife) {
    @Nullable Object[] values = new @Nullable Object[RunTable.SCHEMA.length()];
    values[RunTable.SCHEMA.fieldIndex(RunTable.RUN)] = id;
    values[RunTable.SCHEMA.fieldIndex(RunTable.VERDICT)] = verdict;
    values[RunTable.SCHEMA.fieldIndex(RunTable.HALF_LIFE)] = halfLife;
    return RowFactory.create(values);
  }

  private Dataset<Row> runs(Row... rows) {
    StructType nullable = new StructType();
    for (StructField field : RunTable.SCHEMA.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return spark.createDataFrame(Arrays.asList(rows), nullable);
  }

  private static List<String> told(List<Alert> alerts) {
    return alerts.stream()
        .map(alert -> alert.rule().name() + " " + alert.run() + " " + alert.sinceBatch())
        .toList();
  }

  @Test
  void aRuleSeesTheRunBesideItsRowInTheBatchBefore() {
    Dataset<Row> before =
        runs(run("a", "LEARNING", 10.0), run("b", "DIVERGED", null), run("gone", "DEAD", 1.0));
    Dataset<Row> now =
        runs(
            run("a", "DIVERGED", 30.0), run("b", "DIVERGED", null), run("c", "LEARNING", 50_001.0));
    List<AlertRule> rules =
        List.of(
            new AlertRule("diverged", "verdict = 'DIVERGED'", AlertRule.Effect.FAIL),
            new AlertRule("since", "verdict <> previous.verdict", AlertRule.Effect.TELL),
            new AlertRule(
                "slow",
                "half_life_iterations > 2 * previous.half_life_iterations",
                AlertRule.Effect.TELL),
            new AlertRule("new", "new", AlertRule.Effect.TELL));
    List<Alert> first = AlertPlan.alerts(List.of(rules.get(0)), before, null, null, 1);
    assertThat(told(first)).containsExactly("diverged b 1");
    List<Alert> second = AlertPlan.alerts(rules, now, before, AlertTable.toRows(spark, first), 2);
    assertThat(told(second))
        .containsExactly("diverged a 2", "diverged b 1", "since a 2", "slow a 2", "new c 2");
  }

  @Test
  void whatIsNoConditionOnARunIsToldBeforeAnyWork() {
    assertThat(AlertPlan.fault(spark, rule("half_life_iterations > 50000 or new"))).isNull();
    assertThat(AlertPlan.fault(spark, rule("half_live > 5"))).contains("half_live");
    assertThat(AlertPlan.fault(spark, rule("beta >"))).isNotNull();
    assertThat(AlertPlan.fault(spark, rule("beta + 1"))).contains("double");
  }
}
