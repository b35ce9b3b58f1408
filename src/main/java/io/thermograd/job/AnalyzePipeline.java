package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.OutputFormat;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.moments.spark.StateScope;
import io.thermograd.store.CommitPoint;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.UnfitInputException;
import io.thermograd.trace.spark.source.InputNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The job {@code analyze}: from traces to every table. */
final class AnalyzePipeline implements JobRunner {
  private final CommitPoint commitPoint;

  AnalyzePipeline() {
    this(CommitPoint.NONE);
  }

  /** A pipeline that tells {@code commitPoint} of each commit to a store. */
  AnalyzePipeline(CommitPoint commitPoint) {
    this.commitPoint = commitPoint;
  }

  @Override
  public JobSummary run(JobDeclaration declaration, RunContext context) {
    try {
      return declaration.output().format() == OutputFormat.DELTA
          ? new StoreExecution(declaration, context, commitPoint).run()
          : new Execution(declaration, context).run();
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
    private final ScanAnalysis analysis;

    Execution(JobDeclaration declaration, RunContext context) {
      this.declaration = declaration;
      this.context = context;
      this.spark = context.spark();
      this.analysis = new ScanAnalysis(declaration, context);
    }

    JobSummary run() throws IOException {
      try (Publication output = Publication.of(declaration, context)) {
        TraceReader.check(spark, declaration.inputs(), declaration.runs());
        return output.publish(tables());
      } finally {
        analysis.close();
      }
    }

    private AnalysisTables tables() throws IOException {
      ScanAnalysis.Result found = analysis.of(analysis.keep(scan()), this::reread);
      return new AnalysisTables(
          found.quarantine(), found.layers(), found.analysis(), null, analysis::keep);
    }

    private Dataset<Row> scan() throws IOException {
      Dataset<Row> all = null;
      for (SessionRule rule : SessionRule.values()) {
        List<TraceInput> inputs =
            declaration.inputs().stream().filter(input -> input.sessions() == rule).toList();
        if (!inputs.isEmpty()) {
          Dataset<Row> part =
              MomentsPlan.scan(
                  spark,
                  TraceReader.read(spark, inputs, declaration.runs()),
                  rule,
                  StateScope.PARTITION);
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
  }
}
