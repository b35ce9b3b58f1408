package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.ResolvedTable;
import io.thermograd.trace.spark.SessionPlan;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.UnfitInputException;
import io.thermograd.trace.spark.source.InputNotFoundException;
import io.thermograd.verdict.AnalysisSettings;
import io.thermograd.verdict.spark.LayerEpochPlan;
import io.thermograd.verdict.spark.RunPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** The job {@code analyze}: from traces to every table. */
final class AnalyzePipeline implements JobRunner {
  @Override
  public JobSummary run(JobDeclaration declaration, RunContext context) {
    try {
      return new Execution(declaration, context).run();
    } catch (InputNotFoundException e) {
      throw new UserMistake(e.problem(), e.reason(), e.remedy());
    } catch (UnfitInputException e) {
      throw new UserMistake(e.problem(), e.reason(), e.remedy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One run of the job. */
  private static final class Execution {
    private final JobDeclaration declaration;
    private final RunContext context;
    private final SparkSession spark;
    private final List<Dataset<Row>> persisted = new ArrayList<>();

    Execution(JobDeclaration declaration, RunContext context) {
      this.declaration = declaration;
      this.context = context;
      this.spark = context.spark();
    }

    JobSummary run() throws IOException {
      try (Publication output = Publication.of(declaration, context)) {
        TraceReader.check(spark, declaration.inputs(), declaration.runs());
        return output.publish(tables());
      } finally {
        persisted.forEach(Dataset::unpersist);
      }
    }

    private AnalysisTables tables() throws IOException {
      Dataset<Row> scan = keep(scan());
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
        states = states.union(reread(resolved, cutFiles));
      }
      Dataset<Row> layers =
          keep(LayerEpochPlan.of(MomentsPlan.merged(states, resolved), declaration.runs()));
      Dataset<Row> rejected = MomentsPlan.quarantine(scan);
      Dataset<Row> analysis =
          keep(
              RunPlan.analyse(
                  resolved,
                  rejected,
                  layers,
                  declaration.runs(),
                  new AnalysisSettings(declaration.equilibrium(), declaration.decay())));
      stage("merge moments, analyse runs", analysis::count);
      return new AnalysisTables(
          rejected.union(ResolvedTable.quarantine(resolved)), layers, analysis, this::keep);
    }

    private Dataset<Row> scan() throws IOException {
      Dataset<Row> all = null;
      for (SessionRule rule : SessionRule.values()) {
        List<TraceInput> inputs =
            declaration.inputs().stream().filter(input -> input.sessions() == rule).toList();
        if (!inputs.isEmpty()) {
          Dataset<Row> part =
              MomentsPlan.scan(spark, TraceReader.read(spark, inputs, declaration.runs()), rule);
          all = all == null ? part : all.union(part);
        }
      }
      if (all == null) {
        throw new IllegalStateException("a declaration without inputs");
      }
      return all;
    }

    /**
     * The second look at the rows of groups that a resume or a repeat cut, and at no other file.
     */
    private Dataset<Row> reread(Dataset<Row> resolved, Set<String> files) throws IOException {
      Dataset<Row> all = null;
      for (TraceInput input : declaration.inputs()) {
        Dataset<Row> part =
            MomentsPlan.reread(
                spark,
                TraceReader.readAgain(spark, input, declaration.runs(), files),
                input.sessions(),
                resolved);
        all = all == null ? part : all.union(part);
      }
      if (all == null) {
        throw new IllegalStateException("a declaration without inputs");
      }
      return all;
    }

    private Dataset<Row> keep(Dataset<Row> rows) {
      Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
      persisted.add(kept);
      return kept;
    }

    private <T> T stage(String name, Supplier<T> work) {
      return context.timings().measure(spark.sparkContext(), name, work);
    }
  }
}
