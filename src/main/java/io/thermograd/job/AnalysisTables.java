package io.thermograd.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.thermograd.decay.spark.DecayTable;
import io.thermograd.decay.spark.HalfLifeTable;
import io.thermograd.equilibrium.spark.EntropyTable;
import io.thermograd.equilibrium.spark.EquilibriumTable;
import io.thermograd.equilibrium.spark.LossBinsTable;
import io.thermograd.equilibrium.spark.LossCurveTable;
import io.thermograd.moments.LayerKey;
import io.thermograd.moments.spark.LayerEpochTable;
import io.thermograd.signal.T1Verdict;
import io.thermograd.signal.spark.PhasesPlan;
import io.thermograd.signal.spark.PhasesTable;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.verdict.spark.LayerEpochPlan;
import io.thermograd.verdict.spark.RunAnalysisTable;
import io.thermograd.verdict.spark.RunTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The tables of the job {@code analyze}, from its persisted stages. */
final class AnalysisTables {
  /** Every table's name, in the order in which they are written, and its key. */
  static final Map<String, List<String>> KEYS = keys();

  /**
   * A table.
   *
   * @param rows its rows
   * @param key the columns that name a row, and order its copies
   */
  record Table(Dataset<Row> rows, List<String> key) {
    Table {
      key = List.copyOf(key);
    }
  }

  /**
   * What stays of runs that aren't analysed now, but have a part in what is said of all runs.
   *
   * @param phases of their layers
   * @param runs the runs
   */
  record OtherRuns(Dataset<Row> phases, Dataset<Row> runs) {}

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Dataset<Row> analysed;

  /**
   * The tables.
   *
   * @param quarantine rejected records
   * @param layers from {@link LayerEpochPlan}
   * @param analysis of the per-run stage
   * @param others runs that are in none of these; null where there are none
   * @param keep persists what is read several times
   */
  AnalysisTables(
      Dataset<Row> quarantine,
      Dataset<Row> layers,
      Dataset<Row> analysis,
      @Nullable OtherRuns others,
      UnaryOperator<Dataset<Row>> keep) {
    Dataset<Row> undecided = of(analysis, PhasesTable.NAME);
    Dataset<Row> touched = of(analysis, RunTable.NAME);
    this.analysed = others == null ? touched : touched.unionByName(others.runs);
    Dataset<Row> phases =
        keep.apply(
            PhasesPlan.decided(
                others == null ? undecided : keep.apply(undecided.unionByName(others.phases))));
    Dataset<Row> runs = keep.apply(withT1(analysed, phases));
    put(QuarantineTable.NAME, quarantine);
    put(
        LayerEpochTable.NAME,
        LayerEpochPlan.layerEpochs(layers).union(of(analysis, RunAnalysisTable.WHOLE_MODEL)));
    put(PhasesTable.NAME, phases);
    for (String ofRuns :
        List.of(
            LossCurveTable.NAME,
            LossBinsTable.NAME,
            EquilibriumTable.NAME,
            EntropyTable.NAME,
            DecayTable.NAME,
            HalfLifeTable.NAME)) {
      put(ofRuns, of(analysis, ofRuns));
    }
    put(RunTable.NAME, runs);
  }

  private static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put(QuarantineTable.NAME, List.of(QuarantineTable.PATH, QuarantineTable.POSITION));
    keys.put(
        LayerEpochTable.NAME,
        List.of(LayerEpochTable.RUN, LayerEpochTable.LAYER, LayerEpochTable.EPOCH));
    keys.put(PhasesTable.NAME, List.of(PhasesTable.RUN, PhasesTable.LAYER));
    keys.put(
        LossCurveTable.NAME,
        List.of(LossCurveTable.RUN, LossCurveTable.KIND, LossCurveTable.STEP_FROM));
    keys.put(
        LossBinsTable.NAME, List.of(LossBinsTable.RUN, LossBinsTable.WINDOW, LossBinsTable.BIN));
    keys.put(EquilibriumTable.NAME, List.of(EquilibriumTable.RUN));
    keys.put(EntropyTable.NAME, List.of(EntropyTable.RUN, EntropyTable.WINDOW));
    keys.put(DecayTable.NAME, List.of(DecayTable.RUN, DecayTable.MODEL));
    keys.put(
        HalfLifeTable.NAME,
        List.of(
            HalfLifeTable.RUN,
            HalfLifeTable.LAYER,
            HalfLifeTable.EPOCH,
            HalfLifeTable.BETA_SOURCE));
    keys.put(RunTable.NAME, List.of(RunTable.RUN));
    return Collections.unmodifiableMap(keys);
  }

  /** Every table by its name, in the order in which they are written. */
  Map<String, Table> all() {
    return Collections.unmodifiableMap(tables);
  }

  /** The rows of the table {@code runs}. */
  Dataset<Row> runs() {
    return rows(RunTable.NAME);
  }

  /** The rows of the table {@code runs} without what is decided over all of them. */
  Dataset<Row> analysed() {
    return analysed;
  }

  /** The rows of the table {@code quarantine}. */
  Dataset<Row> quarantine() {
    return rows(QuarantineTable.NAME);
  }

  private Dataset<Row> rows(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("no table " + name);
    }
    return table.rows();
  }

  private static Dataset<Row> of(Dataset<Row> analysis, String name) {
    return RunAnalysisTable.table(analysis, name);
  }

  private void put(String name, Dataset<Row> rows) {
    tables.put(name, new Table(rows, KEYS.getOrDefault(name, List.of())));
  }

  /** A run's verdict on T1 is that of its whole model. */
  private static Dataset<Row> withT1(Dataset<Row> runs, Dataset<Row> phases) {
    Dataset<Row> ofRuns =
        phases
            .filter(col(PhasesTable.LAYER).equalTo(LayerKey.WHOLE_MODEL))
            .select(
                col(PhasesTable.RUN).as("phases_run"),
                col(PhasesTable.T1_VERDICT).as("decided_verdict"),
                col(PhasesTable.REASON).as("decided_reason"));
    Column[] columns =
        Arrays.stream(RunTable.SCHEMA.fieldNames())
            .map(
                name ->
                    switch (name) {
                      case RunTable.T1_VERDICT ->
                          coalesce(col("decided_verdict"), lit(T1Verdict.UNDECIDED.name()))
                              .as(RunTable.T1_VERDICT);
                      case RunTable.T1_REASON -> col("decided_reason").as(RunTable.T1_REASON);
                      default -> col(name);
                    })
            .toArray(Column[]::new);
    return runs.join(ofRuns, col(RunTable.RUN).equalTo(col("phases_run")), "left").select(columns);
  }
}
