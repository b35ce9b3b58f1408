package io.thermograd.verdict.spark;

import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.thermograd.trace.RejectReason;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.trace.spark.ResolvedTable;
import io.thermograd.trace.spark.StepTable;
import io.thermograd.verdict.AnalysisSettings;
import io.thermograd.verdict.RunAnalysis;
import io.thermograd.verdict.RunReport;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The per-run stage: everything that is said of a run, in one pass over its moments and steps. One
 * task holds one run's scalar series and moments at a time.
 */
public final class RunPlan {
  static final String RUN = "run";
  static final String ORDER = "step_order";
  static final String COUNTS = "counts";
  static final String LAYER = "layer_epoch";
  static final String STEP = "step";
  static final String CUT = "rows_cut";
  static final String QUARANTINED = "rows_quarantined";

  /** A run's counts of records. */
  static final StructType COUNTS_SCHEMA =
      new StructType()
          .add(ResolvedTable.READ, DataTypes.LongType, false)
          .add(ResolvedTable.USED, DataTypes.LongType, false)
          .add(ResolvedTable.ROWS_SUPERSEDED, DataTypes.LongType, false)
          .add(QUARANTINED, DataTypes.LongType, false)
          .add(CUT, DataTypes.LongType, false);

  private static final StructType INPUT =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(ORDER, DataTypes.LongType, true)
          .add(COUNTS, COUNTS_SCHEMA, true)
          .add(LAYER, LayerEpochPlan.SCHEMA, true)
          .add(STEP, StepTable.SCHEMA, true);

  private RunPlan() {}

  /**
   * Analyses every run.
   *
   * @param steps by {@link StepTable}'s schema
   * @param layers from {@link LayerEpochPlan#of}
   * @param counts from {@link #counts}
   * @return by {@link RunAnalysisTable}; read once per table, so better persisted
   */
  public static Dataset<Row> analyse(
      Dataset<Row> steps,
      Dataset<Row> layers,
      Dataset<Row> counts,
      RunFactsByPattern facts,
      AnalysisSettings settings) {
    Dataset<Row> tagged =
        tagged(counts, COUNTS, lit(null).cast(DataTypes.LongType))
            .union(tagged(layers, LAYER, lit(null).cast(DataTypes.LongType)))
            .union(tagged(steps, STEP, col(StepTable.STEP)));
    FlatMapGroupsFunction<String, Row, Row> analyse =
        (run, rows) -> analyse(run, rows, facts, settings);
    return tagged
        .groupBy(col(RUN))
        .as(Encoders.STRING(), Encoders.row(tagged.schema()))
        .flatMapSortedGroups(
            new Column[] {asc_nulls_first(ORDER)}, analyse, Encoders.row(RunAnalysisTable.SCHEMA));
  }

  private static Iterator<Row> analyse(
      String run, Iterator<Row> rows, RunFactsByPattern facts, AnalysisSettings settings) {
    RunReport report =
        RunReport.of(RunAnalysis.of(RunInputRows.read(run, rows, facts.of(run)), settings));
    return RunAnalysisTable.rows(report);
  }

  private static Dataset<Row> tagged(Dataset<Row> rows, String column, Column order) {
    Column[] fields = new Column[INPUT.length()];
    for (int i = 0; i < fields.length; i++) {
      String name = INPUT.fieldNames()[i];
      fields[i] =
          switch (name) {
            case RUN -> col(RUN);
            case ORDER -> order.as(ORDER);
            default ->
                name.equals(column)
                    ? struct(fieldsOf(name)).as(name)
                    : lit(null).cast(INPUT.apply(name).dataType()).as(name);
          };
    }
    return rows.select(fields);
  }

  private static Column[] fieldsOf(String column) {
    StructType schema = (StructType) INPUT.apply(column).dataType();
    return Arrays.stream(schema.fieldNames()).map(name -> col(name)).toArray(Column[]::new);
  }

  /**
   * What became of each run's records; runs of which only rejected records are left included.
   *
   * @param resolved from {@link io.thermograd.trace.spark.SessionPlan}
   * @param rejected the scan's rejected records
   * @return a row per run
   */
  public static Dataset<Row> counts(Dataset<Row> resolved, Dataset<Row> rejected) {
    Column cut =
        col(QuarantineTable.REASON).isin(RejectReason.CUT.name(), RejectReason.CORRUPT.name());
    Dataset<Row> ofRejected =
        rejected
            .filter(col(QuarantineTable.RUN).isNotNull())
            .groupBy(QuarantineTable.RUN)
            .agg(count(lit(1)).as(QUARANTINED), sum(when(cut, 1L).otherwise(0L)).as(CUT));
    Seq<String> byRun = CollectionConverters.asScala(List.of(RUN)).toSeq();
    Column unparsed = orZero(QUARANTINED);
    return ResolvedTable.counts(resolved)
        .join(ofRejected, byRun, "full_outer")
        .select(
            col(RUN),
            orZero(ResolvedTable.READ).plus(unparsed).as(ResolvedTable.READ),
            orZero(ResolvedTable.USED).as(ResolvedTable.USED),
            orZero(ResolvedTable.ROWS_SUPERSEDED).as(ResolvedTable.ROWS_SUPERSEDED),
            orZero(ResolvedTable.RAGGED).plus(unparsed).as(QUARANTINED),
            orZero(CUT).as(CUT));
  }

  private static Column orZero(String column) {
    return coalesce(col(column), lit(0L));
  }
}
