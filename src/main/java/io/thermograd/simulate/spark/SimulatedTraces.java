package io.thermograd.simulate.spark;

import io.thermograd.simulate.SimulatedCohort;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The traces of a simulated cohort, and its truth. A run is made by one task, step by step. */
public final class SimulatedTraces {
  private SimulatedTraces() {}

  /**
   * The runs' gradient rows, those of a run together and in its order.
   *
   * @param parts partitions that the runs are shared out to
   */
  public static Dataset<Row> of(
      SparkSession spark, SimulatedCohort cohort, SimulatedLevel level, int parts) {
    FlatMapFunction<Long, Row> rows =
        run -> SimulatedTraceTable.rows(cohort, Math.toIntExact(run), level);
    return runs(spark, cohort, parts)
        .flatMap(rows, Encoders.row(SimulatedTraceTable.schema(level)));
  }

  /** What is known of the runs: a row per run and layer. */
  public static Dataset<Row> truth(SparkSession spark, SimulatedCohort cohort) {
    FlatMapFunction<Long, Row> rows = run -> SimulatedTruthTable.rows(cohort, Math.toIntExact(run));
    return runs(spark, cohort, 1).flatMap(rows, Encoders.row(SimulatedTruthTable.SCHEMA));
  }

  private static Dataset<Long> runs(SparkSession spark, SimulatedCohort cohort, int parts) {
    return spark.range(0, cohort.runs(), 1, Math.min(parts, cohort.runs())).as(Encoders.LONG());
  }
}
