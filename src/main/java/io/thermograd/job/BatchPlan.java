package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;
import io.thermograd.job.declaration.UserMistake;
import io.thermograd.store.DeltaStore;
import io.thermograd.store.StoreBatch;
import org.jspecify.annotations.Nullable;

/**
 * What a batch does anew, before it looks at the input.
 *
 * @param batch its number
 * @param reads whether every file is read
 * @param analyses whether every run is analysed
 * @param reason why everything is done anew; empty where it isn't
 * @param reading what the kept scan depends on beside the files
 * @param analysis what the results depend on beside the kept scan
 */
record BatchPlan(
    long batch,
    StoreBatch.Mode reads,
    StoreBatch.Mode analyses,
    String reason,
    String reading,
    String analysis) {

  /**
   * The plan of the batch after {@code last}.
   *
   * @throws UserMistake if a later version of this program wrote the store
   */
  static BatchPlan of(@Nullable StoreBatch last, JobDeclaration declaration, RunContext context) {
    String reading = context.programVersion() + " " + declaration.runs().epochRules();
    String analysis = context.analysisFingerprint();
    if (last == null) {
      return full(1, "the store is new", reading, analysis);
    }
    if (last.formatVersion() > DeltaStore.FORMAT_VERSION) {
      throw new UserMistake(
          "cannot write the store " + declaration.output().path(),
          "its format is " + last.formatVersion() + ", this program's " + DeltaStore.FORMAT_VERSION,
          "run the version of Thermograd that wrote it, or a later one");
    }
    long next = last.number() + 1;
    if (context.mode() == StoreBatch.Mode.FULL) {
      return full(next, "--full", reading, analysis);
    }
    if (last.formatVersion() < DeltaStore.FORMAT_VERSION) {
      return full(next, "the store's format is older", reading, analysis);
    }
    if (!last.reading().equals(reading)) {
      return full(next, "the program or runs.steps_per_epoch changed", reading, analysis);
    }
    boolean sameAnalysis = last.analysis().equals(analysis);
    return new BatchPlan(
        next,
        StoreBatch.Mode.INCREMENTAL,
        sameAnalysis ? StoreBatch.Mode.INCREMENTAL : StoreBatch.Mode.FULL,
        sameAnalysis ? "" : "the declaration of runs, equilibrium or decay changed",
        reading,
        analysis);
  }

  private static BatchPlan full(long batch, String reason, String reading, String analysis) {
    return new BatchPlan(
        batch, StoreBatch.Mode.FULL, StoreBatch.Mode.FULL, reason, reading, analysis);
  }
}
