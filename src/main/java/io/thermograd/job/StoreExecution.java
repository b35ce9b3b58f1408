package io.thermograd.job;

import static org.apache.spark.sql.functions.col;

import io.thermograd.incremental.Changes;
import io.thermograd.incremental.ReadFile;
import io.thermograd.incremental.spark.ChangeSearch;
import io.thermograd.incremental.spark.KeptScan;
import io.thermograd.incremental.spark.ReadFilesTable;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.moments.spark.MomentsPlan;
import io.thermograd.signal.spark.PhasesTable;
import io.thermograd.store.CommitPoint;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.StoreBatch;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.TraceReader;
import io.thermograd.trace.spark.source.InputFile;
import io.thermograd.verdict.spark.RunTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job whose output is a store: reads what has changed since the last batch,
 * analyses the runs that it touches, and commits the next batch. The tables are those of an
 * execution that reads everything.
 */
final class StoreExecution {
  private final JobDeclaration declaration;
  private final RunContext context;
  private final CommitPoint commitPoint;
  private final SparkSession spark;
  private final ScanAnalysis analysis;

  StoreExecution(JobDeclaration declaration, RunContext context, CommitPoint commitPoint) {
    this.declaration = declaration;
    this.context = context;
    this.commitPoint = commitPoint;
    this.spark = context.spark();
    this.analysis = new ScanAnalysis(declaration, context);
  }

  JobSummary run() throws IOException {
    StoreAlerts.check(spark, declaration.alerts());
    try (DeltaStore store = stage("open the store", this::open)) {
      return run(store, BatchPlan.of(store.last(), declaration, context));
    } finally {
      analysis.close();
    }
  }

  private DeltaStore open() {
    try {
      return StoreAccess.open(declaration, context, commitPoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JobSummary run(DeltaStore store, BatchPlan plan) throws IOException {
    if (plan.reads() == StoreBatch.Mode.FULL) {
      TraceReader.check(spark, declaration.inputs(), declaration.runs());
    }
    List<ReadFile> known =
        plan.reads() == StoreBatch.Mode.FULL
            ? List.of()
            : ReadFilesTable.fromRows(store.table(ReadFilesTable.NAME));
    Changes changes = stage("look for changes", () -> changes(known));
    Session.resize(spark, changes.bytes() + bytes(known, changes.runsOfVoid()));
    StorePublication publication = new StorePublication(declaration, context, store, plan);
    if (changes.isEmpty() && plan.analyses() == StoreBatch.Mode.INCREMENTAL) {
      return publication.publishNothingNew(changes);
    }
    Dataset<Row> read =
        analysis.keep(KeptScan.read(spark, changes, declaration.runs(), plan.batch()));
    List<ReadFile> found =
        stage("read what has changed", () -> KeptScan.found(read, changes, plan.batch()));
    List<ReadFile> files = changes.remembered(found);
    Set<String> runs = touched(plan, changes, found, files);
    Session.resize(spark, bytes(files, runs));
    Dataset<Row> kept = plan.reads() == StoreBatch.Mode.FULL ? null : store.table(KeptScan.NAME);
    ScanAnalysis.Result result =
        analysis.of(
            scan(plan, kept, read, changes, runs),
            (resolved, cutFiles) -> reread(resolved, cutFiles, files));
    AnalysisTables tables =
        new AnalysisTables(
            result.quarantine(),
            result.layers(),
            result.analysis(),
            others(store, plan, runs),
            analysis::keep);
    return publication.publish(
        tables, new StorePublication.Night(changes, read, kept, files, runs, result.filesReread()));
  }

  /** What a night costs follows the runs that it touches, not the store. */
  private static long bytes(List<ReadFile> files, Set<String> runs) {
    return files.stream()
        .filter(file -> file.runs().stream().anyMatch(runs::contains))
        .mapToLong(ReadFile::length)
        .sum();
  }

  private Changes changes(List<ReadFile> known) {
    try {
      return ChangeSearch.of(spark, declaration.inputs(), known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> touched(
      BatchPlan plan, Changes changes, List<ReadFile> found, List<ReadFile> files) {
    Set<String> runs = new TreeSet<>(changes.runsOfVoid());
    (plan.analyses() == StoreBatch.Mode.FULL ? files : found)
        .forEach(file -> runs.addAll(file.runs()));
    return runs;
  }

  /** What is known of the touched runs' records. */
  private Dataset<Row> scan(
      BatchPlan plan,
      @Nullable Dataset<Row> kept,
      Dataset<Row> read,
      Changes changes,
      Set<String> runs) {
    if (kept == null) {
      return KeptScan.scan(read);
    }
    Dataset<Row> standing =
        plan.analyses() == StoreBatch.Mode.FULL
            ? KeptScan.standing(kept, changes)
            : KeptScan.standing(kept, changes, runs);
    return analysis.keep(KeptScan.scan(standing.unionByName(read)));
  }

  private AnalysisTables.@Nullable OtherRuns others(
      DeltaStore store, BatchPlan plan, Set<String> runs) {
    return plan.analyses() == StoreBatch.Mode.FULL
        ? null
        : new AnalysisTables.OtherRuns(
            store.table(PhasesTable.NAME).filter(not(PhasesTable.RUN, runs)),
            store.table(RunTable.NAME).filter(not(RunTable.RUN, runs)));
  }

  private static org.apache.spark.sql.Column not(String column, Set<String> values) {
    return org.apache.spark.sql.functions.not(col(column).isInCollection(values));
  }

  /** The rows of cut groups again, of each file as much as was read of it. */
  private Dataset<Row> reread(Dataset<Row> resolved, Set<String> cutFiles, List<ReadFile> files)
      throws IOException {
    Dataset<Row> all = null;
    for (TraceInput input : declaration.inputs()) {
      List<InputFile> again =
          files.stream()
              .filter(file -> file.rule().equals(input.readingRule()))
              .filter(file -> cutFiles.contains(file.path()))
              .map(file -> new InputFile(file.path(), file.length(), file.modifiedMillis(), 0))
              .toList();
      Dataset<Row> part =
          MomentsPlan.reread(
              spark,
              TraceReader.readParts(spark, input, again, declaration.runs()),
              input.sessions(),
              resolved);
      all = all == null ? part : all.union(part);
    }
    if (all == null) {
      throw new IllegalStateException("a declaration without inputs");
    }
    return all;
  }

  private <T> T stage(String name, Supplier<T> work) {
    return analysis.stage(name, work);
  }
}
