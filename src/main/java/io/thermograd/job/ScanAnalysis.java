package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.trace.spark.ResolvedTable;
import io.thermograd.trace.spark.SessionPlan;
import io.thermograd.verdict.AnalysisSettings;
import io.thermograd.verdict.spark.LayerEpochPlan;
import io.thermograd.verdict.spark.RunPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** The stages from a scan to what is said of its runs. Holds what they persist until closed. */
final class ScanAnalysis implements AutoCloseable {
  /** Reads the rows of groups that a resume or a repeat cut again. */
  @FunctionalInterface
  interface Reread {
    /** The states of these rows that count; {@code files} hold them all. */
    Dataset<Row> states(Dataset<Row> resolved, Set<String> files) throws IOException;
  }

  /**
   * What the stages found.
   *
   * @param quarantine rejected records
   * @param layers from {@link LayerEpochPlan}
   * @param analysis from {@link RunPlan}
   * @param filesReread files that were read again for cut groups
   */
  record Result(
      Dataset<Row> quarantine, Dataset<Row> layers, Dataset<Row> analysis, int filesReread) {}

  /**
   * The stage that makes the analysis: its plan here, its rows by the first job that needs them.
   */
  static final String ANALYSE = "merge moments, analyse runs";

  private final JobDeclaration declaration;
  private final RunContext context;
  private final List<Dataset<Row>> persisted = new ArrayList<>();

  ScanAnalysis(JobDeclaration declaration, RunContext context) {
    this.declaration = declaration;
    this.context = context;
  }

  /**
   * Analyses every run of a scan.
   *
   * @param scan read several times, so better persisted
   * @param reread for groups that a resume or a repeat cut
   */
  Result of(Dataset<Row> scan, Reread reread) throws IOException {
    Dataset<Row> resolved = keep(SessionPlan.resolve(MomentsPlan.records(scan)));
    Set<String> cutFiles =
        stage(
            "read traces, resolve sessions",
            () ->
                MomentsPlan.filesOfCutGroups(resolved).collectAsList().stream()
                    .map(row -> row.getString(0))
                    .collect(Collectors.toSet()));
    Dataset<Row> states = MomentsPlan.kept(scan, resolved);
    if (!cutFiles.isEmpty()) {
      states = states.union(reread.states(resolved, cutFiles));
    }
    Dataset<Row> layers =
        keep(LayerEpochPlan.of(MomentsPlan.merged(states, resolved), declaration.runs()));
    Dataset<Row> rejected = MomentsPlan.quarantine(scan);
    Dataset<Row> analysis =
        stage(
            ANALYSE,
            () ->
                forgetful(
                    RunPlan.analyse(
                        resolved,
                        scan,
                        layers,
                        declaration.runs(),
                        new AnalysisSettings(declaration.equilibrium(), declaration.decay()))));
    return new Result(
        rejected.union(ResolvedTable.quarantine(resolved)), layers, analysis, cutFiles.size());
  }

  /**
   * Persists rows that forget the plan they come from: each table is a query of its own over them,
   * and would plan all of it again.
   */
  private Dataset<Row> forgetful(Dataset<Row> rows) {
    return keep(context.spark().createDataFrame(rows.javaRDD(), rows.schema()));
  }

  /** Persists what is read several times. */
  Dataset<Row> keep(Dataset<Row> rows) {
    Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    persisted.add(kept);
    return kept;
  }

  <T> T stage(String name, Supplier<T> work) {
    return context.timings().measure(context.spark().sparkContext(), name, work);
  }

  @Override
  public void close() {
    persisted.forEach(Dataset::unpersist);
  }
}
