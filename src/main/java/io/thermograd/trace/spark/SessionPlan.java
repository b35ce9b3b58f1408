package io.thermograd.trace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Sessions and repeats (docs/formats.md): which records a resumed run superseded, and the series of
 * steps that remains. Looks only at records without their vectors.
 */
public final class SessionPlan {
  private SessionPlan() {}

  /**
   * Steps, lost rows and counts of every run.
   *
   * @param records by {@link RecordTable}'s schema; read twice, so better persisted
   * @return by {@link ResolvedTable}
   */
  public static Dataset<Row> resolve(Dataset<Row> records) {
    CoGroupFunction<String, Row, Row, Row> resolve =
        (run, blocks, stretches) ->
            new RunResolver(run, new SortedRecords(blocks), RunStretches.of(stretches));
    Dataset<Row> stretches = stretches(records);
    return records
        .groupBy(col(RecordTable.RUN))
        .as(Encoders.STRING(), Encoders.row(RecordTable.SCHEMA))
        .cogroupSorted(
            stretches
                .groupBy(col(RecordTable.RUN))
                .as(Encoders.STRING(), Encoders.row(StretchTable.SCHEMA)),
            new Column[] {col(RecordTable.MIN_STEP)},
            new Column[0],
            resolve,
            Encoders.row(ResolvedTable.SCHEMA));
  }

  /** A first, narrow look: each stretch of a file in which the steps of one layer don't fall. */
  private static Dataset<Row> stretches(Dataset<Row> records) {
    Column first = col(RecordTable.FIRST_POSITION);
    return records
        .groupBy(
            col(RecordTable.RUN),
            col(RecordTable.KIND),
            col(RecordTable.LAYER),
            col(RecordTable.REPLICA),
            col(RecordTable.ORDERED),
            when(col(RecordTable.ORDERED), col(RecordTable.PATH))
                .otherwise(lit(""))
                .as(RecordTable.PATH),
            col(RecordTable.SEGMENT),
            col(RecordTable.DIMENSION))
        .agg(
            sum(RecordTable.ROWS).as(RecordTable.ROWS),
            min(RecordTable.MIN_STEP).as(RecordTable.MIN_STEP),
            max(RecordTable.MAX_STEP).as(RecordTable.MAX_STEP),
            min_by(col(RecordTable.FIRST_LOGGED_AT), first).as(RecordTable.FIRST_LOGGED_AT),
            min(first).as(RecordTable.FIRST_POSITION))
        .select(StretchTable.columns());
  }
}
