package io.thermograd.job.declaration;

import io.thermograd.alerts.AlertRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys of stores: {@code store:} and {@code alerts:}. */
final class StoreSchema {
  private static final Key<Long> KEEP_BATCHES =
      Key.optional(
          "keep_batches",
          new Types.WholeNumber(1, Integer.MAX_VALUE),
          (long) StoreDeclaration.DEFAULT.keepBatches(),
          Integer.toString(StoreDeclaration.DEFAULT.keepBatches()),
          "batches that stay readable, at least; files that only older ones need are deleted");

  static final Section<StoreDeclaration> STORE =
      new Section<>(
          "store",
          List.of(KEEP_BATCHES),
          fields -> new StoreDeclaration(Math.toIntExact(fields.value(KEEP_BATCHES))));

  private static final Key<String> NAME =
      Key.required("name", new Types.Text("text"), "what the alert is called");
  private static final Key<String> WHEN =
      Key.required(
          "when",
          new Types.Text("a condition in Spark SQL"),
          "a condition on a row of the table runs; previous.COLUMN is its row in the batch before,"
              + " and new says that there was none");
  private static final Key<Boolean> FAIL =
      Key.optional(
          "fail",
          new Types.Truth(),
          false,
          "false",
          "whether the job, though done, ends with exit code 5 when the rule holds for a run");

  private static final Section<AlertRule> RULE =
      new Section<>(
          "a rule",
          List.of(NAME, WHEN, FAIL),
          fields ->
              new AlertRule(
                  fields.value(NAME),
                  fields.value(WHEN),
                  fields.value(FAIL) ? AlertRule.Effect.FAIL : AlertRule.Effect.TELL));

  private static final Key<List<AlertRule>> RULES =
      Key.optional(
          "rules",
          new Types.ListOf<>(RULE),
          List.of(),
          "none",
          "the rules, evaluated for every run after each batch");
  private static final Key<String> LINES =
      Key.optional(
          "json_lines",
          new Types.Text("a local file"),
          null,
          "none",
          "where the alerts that hold are written as JSON lines; replaced by each batch");
  private static final Key<String> PROMETHEUS =
      Key.optional(
          "prometheus",
          new Types.Text("a local file"),
          null,
          "none",
          "where metrics are written for node_exporter's textfile collector; replaced likewise");

  static final Section<AlertsDeclaration> ALERTS =
      new Section<>("alerts", List.of(RULES, LINES, PROMETHEUS), StoreSchema::alerts);

  private StoreSchema() {}

  private static AlertsDeclaration alerts(Fields fields) {
    List<AlertRule> rules = fields.value(RULES);
    Set<String> names = new HashSet<>();
    for (AlertRule rule : rules) {
      if (!names.add(rule.name())) {
        fields.problem(
            RULES,
            "two rules of one name",
            "`" + rule.name() + "` names two rules",
            "give each its own name");
      }
    }
    return new AlertsDeclaration(rules, fields.optional(LINES), fields.optional(PROMETHEUS));
  }
}
