package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.verdict.spark.RunTable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class RunWarningLinesTest {
  private static final StructType SCHEMA =
      new StructType()
          .add(RunTable.RUN, DataTypes.StringType)
          .add(RunTable.WARNINGS, DataTypes.createArrayType(DataTypes.StringType));

  private static Row run(String name, String... warnings) {
    Object texts = CollectionConverters.asScala(List.of(warnings)).toSeq();
    return new GenericRowWithSchema(new Object[] {name, texts}, SCHEMA);
  }

  @Test
  void whatIsSaidOfSeveralRunsIsSaidOnce() {
    assertThat(
            RunWarningLines.of(
                List.of(
                    run("a", "no temperature", "beta is near 113"),
                    run("b", "no temperature"),
                    run("c", "beta is near 1.2e-5", "a cut file"))))
        .containsExactly(
            "2 runs: no temperature (a, b)",
            "2 runs: beta is near 113 (a, c; numbers of the first)",
            "c: a cut file");
  }

  @Test
  void manyRunsAndManyKindsStayFewLines() {
    List<Row> rows =
        IntStream.range(0, 100)
            .mapToObj(i -> run("r" + i, "alike", "kind " + (char) ('A' + i % 20)))
            .toList();
    assertThat(RunWarningLines.of(rows))
        .hasSize(13)
        .startsWith("100 runs: alike (r0, r1, r2 and 97 more)")
        .endsWith("9 more kinds of warning: see warnings in the table runs");
  }
}
