package io.thermograd.job;

import io.thermograd.store.StoreBatch;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;

/**
 * What a runner is given beside the declaration.
 *
 * @param spark the session, which the command line closes
 * @param timings where the time goes; stages of the job run through it
 * @param inputs the files that each input of the declaration stands for, in its order
 * @param fingerprint of the declaration, for the batches table
 * @param analysisFingerprint of what results depend on beside the input, for stores
 * @param mode whether a store is built anew
 * @param programVersion for the batches table
 * @param startedAt for the batches table
 */
public record RunContext(
    SparkSession spark,
    Timings timings,
    List<ListedInput> inputs,
    String fingerprint,
    String analysisFingerprint,
    StoreBatch.Mode mode,
    String programVersion,
    Instant startedAt) {
  public RunContext {
    Objects.requireNonNull(spark, "spark");
    Objects.requireNonNull(timings, "timings");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(analysisFingerprint, "analysisFingerprint");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(programVersion, "programVersion");
    Objects.requireNonNull(startedAt, "startedAt");
    inputs = List.copyOf(inputs);
  }
}
