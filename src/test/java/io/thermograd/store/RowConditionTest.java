package io.thermograd.store;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs are named by any text, and conditions hold of exactly the runs that they name. */
@ExtendWith(LocalSpark.class)
class RowConditionTest {
  private static final List<String> NAMES =
      List.of(
          "",
          "it's",
          "a\\",
          "\\'",
          "'",
          "''",
          "\\u0041",
          "A",
          "%_",
          "line\nend",
          "`run`",
          "é 中 😀",
          "' or true or run = '",
          "--",
          "\\\\",
          "\0x");

  private final Dataset<Row> rows;

  RowConditionTest(SparkSession spark) {
    rows = spark.createDataset(NAMES, Encoders.STRING()).toDF("run");
  }

  private List<String> found(RowCondition condition) {
    return rows.filter(expr(condition.sql())).as(Encoders.STRING()).collectAsList();
  }

  @Test
  void anyTextIsFoundAndNothingElse() {
    for (String name : NAMES) {
      assertThat(found(RowCondition.isIn("run", List.of(name)))).containsExactly(name);
    }
    assertThat(found(RowCondition.isIn("run", NAMES))).isEqualTo(NAMES);
  }

  @Test
  void conditionsAreCombined() {
    RowCondition none = RowCondition.isIn("run", List.of());
    RowCondition one = RowCondition.isIn("run", List.of("A"));
    assertThat(found(none)).isEmpty();
    assertThat(found(none.or(one))).containsExactly("A");
    assertThat(found(one.and(RowCondition.isNull("run")))).isEmpty();
  }
}
