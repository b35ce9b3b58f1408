package io.thermograd.job;

import io.thermograd.job.declaration.ExportFormat;
import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.StoreBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What follows the commit of a batch: copies of its tables, its page, and letting go of what no
 * kept batch needs. A job that ends in between leaves that to the next, which makes it even if it
 * finds nothing new.
 */
final class StoreFollowUp {
  /** Whether what follows the batch before was made. */
  private enum Before {
    FOLLOWED,
    UNFOLLOWED
  }

  private final JobDeclaration declaration;
  private final RunContext context;
  private final DeltaStore store;
  private final @Nullable StoreBatch last;
  private final Before before;

  private StoreFollowUp(
      JobDeclaration declaration, RunContext context, DeltaStore store, Before before) {
    this.declaration = declaration;
    this.context = context;
    this.store = store;
    this.last = store.last();
    this.before = before;
  }

  /** Looks at how the last batch was left, before the next is committed. */
  static StoreFollowUp after(JobDeclaration declaration, RunContext context, DeltaStore store) {
    try {
      Before before = store.isFollowed() ? Before.FOLLOWED : Before.UNFOLLOWED;
      return new StoreFollowUp(declaration, context, store, before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes what the batch that was committed since needs. */
  void make(List<String> findings) {
    StoreBatch batch = Objects.requireNonNull(store.last(), "the batch just committed");
    try {
      if (declaration.output().exports().contains(ExportFormat.CSV)
          && (hasChanged(batch) || !store.isExported())) {
        stage("export tables", () -> StoreExport.write(context.spark(), store));
      }
      if (declaration.report().html() || declaration.report().tensorboard()) {
        stage("write report", () -> report(batch, findings));
      }
      if (last != null
          && (batch.oldestReadable() > last.oldestReadable() || before == Before.UNFOLLOWED)) {
        stage("delete what no kept batch needs", () -> vacuum(batch));
      }
      store.followed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a table isn't the one of which the copies and the page tell. */
  private boolean hasChanged(StoreBatch batch) {
    if (last == null || before == Before.UNFOLLOWED) {
      return true;
    }
    Map<String, Long> versions = last.versions();
    return AnalysisTables.KEYS.keySet().stream()
        .anyMatch(table -> !Objects.equals(versions.get(table), batch.versions().get(table)));
  }

  private void report(StoreBatch batch, List<String> findings) throws IOException {
    SparkSession spark = context.spark();
    String path = declaration.output().path();
    if (hasChanged(batch) || !StorePage.isThere(spark, path)) {
      StorePage.write(spark, path, batch, declaration.report(), findings);
    }
  }

  private void vacuum(StoreBatch batch) {
    StoreBatch oldest =
        store.batches().stream()
            .filter(each -> each.number() == batch.oldestReadable())
            .findFirst()
            .orElse(batch);
    Duration since = Duration.between(Instant.parse(oldest.execution().startedAt()), Instant.now());
    store.vacuum(since.toMillis());
  }

  /** A step that talks to file systems. */
  @FunctionalInterface
  private interface Step {
    void make() throws IOException;
  }

  private void stage(String name, Step step) {
    context
        .timings()
        .measure(
            context.spark().sparkContext(),
            name,
            () -> {
              try {
                step.make();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return true;
            });
  }
}
