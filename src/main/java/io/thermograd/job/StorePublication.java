package io.thermograd.job;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.thermograd.alerts.Alert;
import io.thermograd.cohort.spark.TemperatureLawFit;
import io.thermograd.incremental.ChangeKind;
import io.thermograd.incremental.Changes;
import io.thermograd.incremental.ReadFile;
import io.thermograd.incremental.spark.KeptScan;
import io.thermograd.incremental.spark.ReadFilesTable;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.signal.spark.PhasesTable;
import io.thermograd.store.BatchTable;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.RowCondition;
import io.thermograd.store.StoreBatch;
import io.thermograd.trace.spark.QuarantineTable;
import io.thermograd.verdict.spark.RunTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Writes the tables of one batch to a store, and commits it. */
final class StorePublication {
  /** Input behind one file of a table. */
  private static final long INPUT_BYTES_PER_FILE = 1L << 30;

  /**
   * Batches that add files before the kept scan is written as a whole, without what is void, and
   * the files of each table are joined.
   */
  private static final int MAX_PARTS = 16;

  /** Tables that are written as a whole: a row per run or layer, decided over all runs. */
  private static final Set<String> OVER_ALL_RUNS = Set.of(PhasesTable.NAME, RunTable.NAME);

  /**
   * What a batch has read.
   *
   * @param changes of the input
   * @param read the scan of what has changed
   * @param kept the scans of earlier batches; null where everything was read
   * @param files what is to be remembered of all files
   * @param runs the runs that were analysed
   * @param filesReread files read again for cut groups
   */
  record Night(
      Changes changes,
      Dataset<Row> read,
      @Nullable Dataset<Row> kept,
      List<ReadFile> files,
      Set<String> runs,
      int filesReread) {}

  private final JobDeclaration declaration;
  private final RunContext context;
  private final DeltaStore store;
  private final BatchPlan plan;

  StorePublication(
      JobDeclaration declaration, RunContext context, DeltaStore store, BatchPlan plan) {
    this.declaration = declaration;
    this.context = context;
    this.store = store;
    this.plan = plan;
  }

  /** Writes all tables and commits. */
  JobSummary publish(AnalysisTables tables, Night night) {
    BatchTable.Counts counts =
        stage(
            ScanAnalysis.ANALYSE,
            () -> RecordCounts.of(tables.analysed(), quarantine(tables, night.changes)));
    RecordCounts.require(counts, declaration.quarantine(), tables.quarantine());
    tables
        .all()
        .forEach(
            (name, table) ->
                stage(
                    "write table " + name,
                    () -> {
                      write(name, table, night);
                      return true;
                    }));
    int scanParts = stage("keep the scan", () -> keepScan(night));
    if (scanParts == 0 && plan.analyses() == StoreBatch.Mode.INCREMENTAL) {
      stage("join small files", () -> compact(tables.all().keySet()));
    }
    StoreBatch batch =
        batch(
            execution(counts, night.files),
            work(night.changes, night.filesReread, night.runs.size()),
            scanParts);
    return finish(tables.runs(), batch, night.files.size());
  }

  /** Commits a batch of which every table is the last one's. */
  JobSummary publishNothingNew(Changes changes) {
    StoreBatch last = store.last();
    if (last == null) {
      throw new IllegalStateException("a first batch has something new");
    }
    BatchTable.Batch before = last.execution();
    List<ReadFile> files = changes.remembered(List.of());
    StoreBatch batch =
        batch(execution(before.counts(), files), work(changes, 0, 0), last.scanParts());
    return finish(store.table(RunTable.NAME), batch, files.size());
  }

  /** What is said of all runs, then the commit, then what follows it. */
  private JobSummary finish(Dataset<Row> runs, StoreBatch batch, int files) {
    StoreFollowUp followUp = StoreFollowUp.after(declaration, context, store);
    StoreAlerts alerts = new StoreAlerts(declaration, store);
    List<Alert> found = stage("alerts", () -> alerts.write(runs, batch));
    JobSummary summary = stage("summarise", () -> summary(runs, batch, files, found));
    stage(
        "publish",
        () -> {
          store.commit(batch);
          alerts.tell(found, batch);
          return true;
        });
    followUp.make(summary.findings());
    return summary;
  }

  /** The rejected records with those that name no run of files that stand as they were. */
  private Dataset<Row> quarantine(AnalysisTables tables, Changes changes) {
    return plan.analyses() == StoreBatch.Mode.FULL
        ? tables.quarantine()
        : tables
            .quarantine()
            .unionByName(
                store
                    .table(QuarantineTable.NAME)
                    .filter(col(QuarantineTable.RUN).isNull())
                    .filter(not(col(QuarantineTable.PATH).isInCollection(changes.paths()))));
  }

  private void write(String name, AnalysisTables.Table table, Night night) {
    Column[] order = table.key().stream().map(column -> asc(column)).toArray(Column[]::new);
    Dataset<Row> sorted = table.rows().coalesce(filesOfTable(night)).sortWithinPartitions(order);
    if (plan.analyses() == StoreBatch.Mode.FULL || OVER_ALL_RUNS.contains(name)) {
      store.overwrite(name, sorted);
    } else if (name.equals(QuarantineTable.NAME)) {
      RowCondition ofNoRun =
          RowCondition.isNull(QuarantineTable.RUN)
              .and(RowCondition.isIn(QuarantineTable.PATH, night.changes.paths()));
      store.replace(name, RowCondition.isIn(QuarantineTable.RUN, night.runs).or(ofNoRun), sorted);
    } else if (!night.runs.isEmpty()) {
      store.replace(name, RowCondition.isIn(RunTable.RUN, night.runs), sorted);
    }
  }

  private boolean compact(Set<String> tables) {
    tables.stream().filter(table -> !OVER_ALL_RUNS.contains(table)).forEach(store::compact);
    return true;
  }

  private static int filesOfTable(Night night) {
    return Math.toIntExact(1 + night.changes.bytes() / INPUT_BYTES_PER_FILE);
  }

  /** Remembers what was read; returns the scans that were added since they were written whole. */
  private int keepScan(Night night) {
    StoreBatch last = store.last();
    int parts = last == null || night.kept == null ? 0 : last.scanParts() + 1;
    Dataset<Row> read = KeptScan.sorted(night.read, filesOfTable(night));
    if (night.kept == null) {
      store.overwrite(KeptScan.NAME, read);
    } else if (parts > MAX_PARTS) {
      parts = 0;
      Dataset<Row> all = KeptScan.standing(night.kept, night.changes).unionByName(night.read);
      long bytes = night.files.stream().mapToLong(ReadFile::length).sum();
      store.overwrite(
          KeptScan.NAME, KeptScan.sorted(all, Math.toIntExact(1 + bytes / INPUT_BYTES_PER_FILE)));
    } else {
      store.append(KeptScan.NAME, read);
    }
    store.overwrite(
        ReadFilesTable.NAME, ReadFilesTable.toRows(context.spark(), night.files).coalesce(1));
    return parts;
  }

  private StoreBatch.Work work(Changes changes, int filesReread, int runs) {
    return new StoreBatch.Work(
        plan.reads(),
        changes.count(ChangeKind.NEW),
        changes.count(ChangeKind.GROWN),
        changes.count(ChangeKind.CHANGED),
        changes.count(ChangeKind.REMOVED),
        filesReread,
        changes.bytes(),
        runs);
  }

  private StoreBatch batch(BatchTable.Batch execution, StoreBatch.Work work, int scanParts) {
    StoreBatch last = store.last();
    return new StoreBatch(
        plan.batch(),
        execution,
        work,
        plan.reading(),
        plan.analysis(),
        DeltaStore.FORMAT_VERSION,
        oldestReadable(last),
        scanParts,
        Map.of());
  }

  /** Batches are let go of by a quarter of what is kept at a time: each time takes a while. */
  private long oldestReadable(@Nullable StoreBatch last) {
    int keep = declaration.store().keepBatches();
    long oldest = last == null ? 1 : last.oldestReadable();
    long kept = plan.batch() - oldest + 1;
    return kept > keep + keep / 4 ? plan.batch() - keep + 1 : oldest;
  }

  private BatchTable.Batch execution(BatchTable.Counts counts, List<ReadFile> files) {
    return new BatchTable.Batch(
        declaration.name(),
        context.startedAt().toString(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        context.programVersion(),
        context.spark().version(),
        context.fingerprint(),
        declaration.inputs().stream().map(input -> input.path()).toList(),
        files.size(),
        files.stream().mapToLong(ReadFile::length).sum(),
        counts);
  }

  private JobSummary summary(Dataset<Row> runs, StoreBatch batch, int files, List<Alert> alerts) {
    JobSummary all =
        new Summary(runs, batch.execution().counts(), TemperatureLawFit.of(runs)).summary();
    List<String> findings = new ArrayList<>(all.findings());
    findings.add(text(batch, files));
    List<String> warnings = new ArrayList<>(alerts.stream().map(Alert::text).toList());
    warnings.addAll(all.warnings());
    return new JobSummary(all.runs(), findings, warnings, StoreAlerts.exitCode(alerts));
  }

  private String text(StoreBatch batch, int files) {
    StoreBatch.Work work = batch.work();
    String told =
        String.format(
            Locale.ROOT,
            "batch %d: of %,d files %,d new, %,d grown, %,d changed, %,d removed; %s read;"
                + " %,d of %,d runs analysed",
            batch.number(),
            files,
            work.filesNew(),
            work.filesGrown(),
            work.filesChanged(),
            work.filesRemoved(),
            Plan.bytes(work.bytesRead()),
            work.runsAnalysed(),
            batch.execution().counts().runs());
    String again =
        work.filesReread() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d files read again for steps that a resume or a repeat superseded",
                work.filesReread());
    return told + again + (plan.reason().isEmpty() ? "" : " (anew: " + plan.reason() + ")");
  }

  private <T> T stage(String name, Supplier<T> work) {
    return context.timings().measure(context.spark().sparkContext(), name, work);
  }
}
