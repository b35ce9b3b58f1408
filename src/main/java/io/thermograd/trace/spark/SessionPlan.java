package io.thermograd.trace.spark;

import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
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
    Column[] order = {
      col(RecordTable.STEP),
      col(RecordTable.KIND),
      col(RecordTable.LAYER),
      asc_nulls_first(RecordTable.REPLICA),
      asc_nulls_first(RecordTable.LOGGED_AT),
      col(RecordTable.PATH),
      col(RecordTable.POSITION)
    };
    CoGroupFunction<String, Row, Row, Row> resolve =
        (run, sorted, stretches) -> new RunResolver(run, sorted, RunStretches.of(stretches));
    Dataset<Row> stretches = stretches(records);
    return records
        .groupBy(col(RecordTable.RUN))
        .as(Encoders.STRING(), Encoders.row(RecordTable.SCHEMA))
        .cogroupSorted(
            stretches
                .groupBy(col(RecordTable.RUN))
                .as(Encoders.STRING(), Encoders.row(StretchTable.SCHEMA)),
            order,
            new Column[0],
            resolve,
            Encoders.row(ResolvedTable.SCHEMA));
  }

  /** A first, narrow look: each stretch of a file in which the steps of one layer don't fall. */
  private static Dataset<Row> stretches(Dataset<Row> records) {
    Column position = col(RecordTable.POSITION);
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
            count(lit(1)).as(StretchTable.ROWS),
            min(position).as(StretchTable.FIRST_POSITION),
            max(position).as(StretchTable.LAST_POSITION),
            min_by(col(RecordTable.STEP), position).as(StretchTable.FIRST_STEP),
            max_by(col(RecordTable.STEP), position).as(StretchTable.LAST_STEP),
            min(RecordTable.STEP).as(StretchTable.MIN_STEP),
            max(RecordTable.STEP).as(StretchTable.MAX_STEP),
            min_by(col(RecordTable.LOGGED_AT), position).as(StretchTable.FIRST_LOGGED_AT))
        .select(StretchTable.columns());
  }
}
