package io.thermograd.verdict.spark;

import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.trace.spark.ResolvedTable;
import io.thermograd.trace.spark.StepTable;
import io.thermograd.verdict.AnalysisSettings;
import io.thermograd.verdict.RunAnalysis;
import io.thermograd.verdict.RunInput;
import io.thermograd.verdict.RunReport;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

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
  static final String REJECTED = "rejected";
  static final String UNUSED = "unused";

  /** A run's counts of valid records. */
  private static final StructType COUNTS_SCHEMA =
      new StructType()
          .add(ResolvedTable.READ, DataTypes.LongType, false)
          .add(ResolvedTable.USED, DataTypes.LongType, false)
          .add(ResolvedTable.ROWS_SUPERSEDED, DataTypes.LongType, false)
          .add(ResolvedTable.RAGGED, DataTypes.LongType, false);

  /** A record of the run that was rejected as it was read. */
  private static final StructType REJECTED_SCHEMA =
      new StructType().add(QuarantineTable.REASON, DataTypes.StringType, false);

  /** Named values of a run in a file that went into no record. */
  private static final StructType UNUSED_SCHEMA =
      new StructType().add(MomentsPlan.UNUSED_VALUES, DataTypes.LongType, false);

  private static final StructType INPUT =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(ORDER, DataTypes.LongType, true)
          .add(COUNTS, COUNTS_SCHEMA, true)
          .add(REJECTED, REJECTED_SCHEMA, true)
          .add(UNUSED, UNUSED_SCHEMA, true)
          .add(LAYER, LayerEpochPlan.SCHEMA, true)
          .add(STEP, StepTable.SCHEMA, true);

  private RunPlan() {}

  /**
   * Analyses every run; runs of which only rejected records are left included.
   *
   * @param resolved from {@link io.thermograd.trace.spark.SessionPlan}
   * @param scan from {@link MomentsPlan#scan}: of it what is no valid record
   * @param layers from {@link LayerEpochPlan#of}
   * @return by {@link RunAnalysisTable}; read once per table, so better persisted
   */
  public static Dataset<Row> analyse(
      Dataset<Row> resolved,
      Dataset<Row> scan,
      Dataset<Row> layers,
      RunFactsByPattern facts,
      AnalysisSettings settings) {
    Column first = lit(null).cast(DataTypes.LongType);
    Dataset<Row> rejected =
        MomentsPlan.quarantine(scan).filter(col(QuarantineTable.RUN).isNotNull());
    Dataset<Row> tagged =
        tagged(ResolvedTable.counts(resolved), COUNTS, first)
            .union(tagged(rejected, REJECTED, first))
            .union(tagged(MomentsPlan.unusedValues(scan), UNUSED, first))
            .union(tagged(layers, LAYER, first))
            .union(tagged(ResolvedTable.steps(resolved), STEP, col(StepTable.FIRST_STEP)));
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
    RunInput input = RunInputRows.read(run, rows, facts.of(run));
    // Of a run that has nothing but values of no role nothing can be said.
    return input.counts().read() == 0
        ? Collections.emptyIterator()
        : RunAnalysisTable.rows(RunReport.of(RunAnalysis.of(input, settings)));
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
}
