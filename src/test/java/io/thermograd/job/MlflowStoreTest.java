package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.store.StoreBatch;
import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs of MLflow's file store, each of many files, night by night. */
@ExtendWith(LocalSpark.class)
class MlflowStoreTest {
  private static final int STEPS_PER_EPOCH = 20;

  @TempDir private Path folder = Path.of("");

  private Path run(String name) {
    return folder.resolve("mlruns/0").resolve(name);
  }

  private void log(String run, int from, int to) throws IOException {
    SplittableRandom random = new SplittableRandom(run.hashCode() + from);
    put(run, "meta.yaml", "run_id: " + run + "\n");
    put(run, "params/lr", "0.1");
    for (int step = from; step < to; step++) {
      append(run, "train/loss", 1 + Math.exp(-step / 30.0) + 0.1 * random.nextDouble(), step);
      append(run, "grad_norm", 0.5 + random.nextDouble(), step);
      append(run, "epoch", Math.floorDiv(step, STEPS_PER_EPOCH), step);
    }
  }

  private void put(String run, String file, String text) throws IOException {
    Path path = run(run).resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void append(String run, String metric, double value, int step) throws IOException {
    Path path = run(run).resolve("metrics").resolve(metric);
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        String.format(Locale.ROOT, "%d %s %d%n", 1_700_000_000_000L + 10L * step, value, step),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private JobTrial job(String output, String format) throws IOException {
    JobTrial job =
        JobTrial.run(
            folder.resolve(output),
            """
            job: analyze
            input: [{path: "%1$s/mlruns", format: mlflow}]
            output: {path: "%1$s/%2$s", format: %3$s}
            runs: {"*": {dataset_size: 640, batch_size: 32, optimizer: sgd}}
            report: {html: false}
            """
                .formatted(folder, output, format));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
    return job;
  }

  private StoreBatch.Work night() throws IOException {
    return job("store", "delta").lastBatch().work();
  }

  private void assertTablesAreThoseOfAFullRun() throws IOException {
    JobTrial full = job("full", "parquet");
    assertThat(
            TableComparison.differences(
                TableComparison.byKey(full::table),
                TableComparison.byKey(new JobTrial(0, "", "", folder.resolve("store")).stored()),
                Set.of()))
        .isEmpty();
  }

  @Test
  void aRunIsReadAgainAsAWholeWhenAnyOfItsFilesChanged() throws IOException {
    log("grown", 0, 300);
    log("still", 0, 300);
    log("gone", 0, 100);
    assertThat(night().filesNew()).isEqualTo(3);

    log("grown", 300, 500);
    put("still", "tags/note", "no part of what is read");
    log("new", 0, 200);
    try (Stream<Path> files = Files.walk(run("gone"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    StoreBatch.Work work = night();
    assertThat(work.filesNew()).isEqualTo(1);
    assertThat(work.filesChanged()).isEqualTo(1);
    assertThat(work.filesRemoved()).isEqualTo(1);
    assertThat(work.runsAnalysed()).as("grown, new, gone").isEqualTo(3);
    assertTablesAreThoseOfAFullRun();
  }
}
