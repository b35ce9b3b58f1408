package io.thermograd.verdict.spark;

import static org.apache.spark.sql.functions.col;

import io.thermograd.decay.DecayRow;
import io.thermograd.decay.spark.DecayTable;
import io.thermograd.decay.spark.HalfLifeTable;
import io.thermograd.equilibrium.LossCurve;
import io.thermograd.equilibrium.spark.EntropyTable;
import io.thermograd.equilibrium.spark.EquilibriumTable;
import io.thermograd.equilibrium.spark.LossBinsTable;
import io.thermograd.equilibrium.spark.LossCurveTable;
import io.thermograd.moments.spark.LayerEpochTable;
import io.thermograd.signal.spark.PhasesTable;
import io.thermograd.verdict.RunFindings;
import io.thermograd.verdict.RunReport;
import io.thermograd.verdict.StepSeries;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all tables that the per-run stage makes, in one dataset: a column per table, of which
 * a row fills one.
 */
public final class RunAnalysisTable {
  /** The column of the whole model's rows of {@code layer_epoch}. */
  public static final String WHOLE_MODEL = LayerEpochTable.NAME;

  static final StructType SCHEMA =
      new StructType()
          .add(WHOLE_MODEL, LayerEpochTable.schema(), true)
          .add(PhasesTable.NAME, PhasesTable.SCHEMA, true)
          .add(LossCurveTable.NAME, LossCurveTable.SCHEMA, true)
          .add(EquilibriumTable.NAME, EquilibriumTable.SCHEMA, true)
          .add(LossBinsTable.NAME, LossBinsTable.SCHEMA, true)
          .add(EntropyTable.NAME, EntropyTable.SCHEMA, true)
          .add(DecayTable.NAME, DecayTable.SCHEMA, true)
          .add(HalfLifeTable.NAME, HalfLifeTable.SCHEMA, true)
          .add(RunTable.NAME, RunTable.SCHEMA, true);

  private RunAnalysisTable() {}

  /** The rows of one table. */
  public static Dataset<Row> table(Dataset<Row> analysis, String name) {
    return analysis.filter(col(name).isNotNull()).select(name + ".*");
  }

  static Iterator<Row> rows(RunReport report) {
    RunFindings findings = report.findings();
    String run = findings.input().run();
    Stream<Row> signal =
        Stream.concat(
            rows(WHOLE_MODEL, findings.wholeModel().stream().map(LayerEpochTable::toRow)),
            rows(PhasesTable.NAME, findings.phases().stream().map(PhasesTable::toRow)));
    Stream<Row> equilibrium =
        Stream.concat(
            rows(
                EquilibriumTable.NAME,
                Stream.of(EquilibriumTable.toRow(findings.equilibrium().equilibrium()))),
            Stream.concat(
                rows(
                    LossBinsTable.NAME,
                    findings.equilibrium().bins().stream().map(LossBinsTable::toRow)),
                rows(
                    EntropyTable.NAME,
                    findings.equilibrium().windows().stream().map(EntropyTable::toRow))));
    Stream<Row> decay =
        Stream.concat(
            rows(
                DecayTable.NAME,
                DecayRow.of(run, findings.decay()).stream().map(DecayTable::toRow)),
            rows(
                HalfLifeTable.NAME,
                findings.halfLives().stream().map(point -> HalfLifeTable.toRow(run, point))));
    return Stream.of(
            signal,
            losses(findings),
            equilibrium,
            decay,
            rows(RunTable.NAME, Stream.of(RunTable.toRow(report))))
        .flatMap(rows -> rows)
        .iterator();
  }

  private static Stream<Row> losses(RunFindings findings) {
    String run = findings.input().run();
    StepSeries steps = findings.input().steps();
    return rows(
        LossCurveTable.NAME,
        LossCurve.of(steps.batchLosses(), steps.fullLosses()).stream()
            .map(cell -> LossCurveTable.toRow(run, cell)));
  }

  private static Stream<Row> rows(String table, Stream<Row> rows) {
    int index = SCHEMA.fieldIndex(table);
    return rows.map(
        row -> {
          @Nullable Object[] values = new @Nullable Object[SCHEMA.length()];
          values[index] = row;
          return RowFactory.create(values);
        });
  }
}
