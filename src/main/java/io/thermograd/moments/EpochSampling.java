package io.thermograd.moments;

import io.thermograd.trace.RunFacts;
import io.thermograd.trace.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * How much of the data an epoch's mini-batches are; it decides the bias and the error of every
 * moment. Unknown batch sizes are taken to be equal.
 *
 * @param fraction f = n·b_H/M, at most 1; 0 with replacement; null when it can't be known
 * @param weightedFraction f_w = Σb/M, likewise
 * @param harmonicOverSum b_H/Σb, which is 1/n for equal batches
 * @param harmonicBatch b_H; null when batch sizes are unknown
 * @param datasetSize M; null when it isn't declared
 */
record EpochSampling(
    @Nullable Double fraction,
    @Nullable Double weightedFraction,
    double harmonicOverSum,
    @Nullable Double harmonicBatch,
    @Nullable Long datasetSize) {

  /** From here on the mean counts as free of sampling error. */
  static final double WHOLE = 0.98;

  /** Whether an epoch's steps were logged one after the other. */
  enum Coverage {
    CONSECUTIVE,
    /** Some in between are missing: an unknown share of the data was seen. */
    SPARSE;

    /** A missing step in ten may be a rejected record; more is how the run was logged. */
    private static final double ENOUGH = 0.9;

    static Coverage of(long rows, @Nullable Long firstStep, @Nullable Long lastStep) {
      boolean sparse =
          firstStep != null && lastStep != null && rows < ENOUGH * (lastStep - firstStep + 1);
      return sparse ? SPARSE : CONSECUTIVE;
    }
  }

  static EpochSampling of(BatchSizes batches, Coverage coverage, RunFacts facts) {
    double n = batches.count();
    Double batch = null;
    double harmonicOverSum = 1 / n;
    if (batches.complete()) {
      batch = batches.harmonicMean();
      harmonicOverSum = batch / batches.sum();
    } else if (batches.silent() && facts.batchSize() != null) {
      batch = (double) facts.batchSize();
    }
    Long m = facts.datasetSize();
    if (facts.sampling() == Sampling.WITH_REPLACEMENT) {
      return new EpochSampling(0.0, 0.0, harmonicOverSum, batch, m);
    }
    if (m == null && coverage == Coverage.SPARSE) {
      return new EpochSampling(null, null, harmonicOverSum, batch, null);
    }
    if (m == null) {
      double fraction = Math.min(1, n * harmonicOverSum);
      return new EpochSampling(fraction, 1.0, harmonicOverSum, batch, null);
    }
    if (batch == null) {
      return new EpochSampling(null, null, harmonicOverSum, null, m);
    }
    double fraction = Math.min(1, n * batch / m);
    double weighted = Math.min(1, batch / harmonicOverSum / m);
    return new EpochSampling(fraction, weighted, harmonicOverSum, batch, m);
  }

  /** Whether the mean has (nearly) no sampling error. */
  boolean whole() {
    return fraction != null && fraction >= WHOLE;
  }
}
