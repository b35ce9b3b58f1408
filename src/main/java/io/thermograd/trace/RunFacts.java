package io.thermograd.trace;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run beside its records: declared by pattern under {@code runs:}. A value that
 * a record logs itself takes precedence.
 *
 * @param datasetSize M, examples in the training set; null when unknown
 * @param sampling how mini-batches are drawn
 * @param stepsPerEpoch iterations in one pass over the data; gives the epoch of records without one
 * @param optimizer such as {@code sgd} or {@code adam}; null when unknown
 * @param batchSize examples in a mini-batch
 * @param lr learning rate
 * @param momentum SGD momentum, in [0, 1)
 * @param weightDecay coefficient of the L2 penalty
 * @param e0 the least loss a density of states starts from
 */
public record RunFacts(
    @Nullable Long datasetSize,
    Sampling sampling,
    @Nullable Integer stepsPerEpoch,
    @Nullable String optimizer,
    @Nullable Integer batchSize,
    @Nullable Double lr,
    @Nullable Double momentum,
    @Nullable Double weightDecay,
    @Nullable Double e0)
    implements Serializable {

  /** Nothing declared: shuffled sampling. */
  public static final RunFacts UNKNOWN =
      new RunFacts(null, Sampling.SHUFFLED, null, null, null, null, null, null, null);

  public RunFacts {
    Objects.requireNonNull(sampling, "sampling");
    if (datasetSize != null && datasetSize < 1) {
      throw new IllegalArgumentException(
          "Invalid dataset_size: " + datasetSize + " (must be >= 1)");
    }
    if (stepsPerEpoch != null && stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "Invalid steps_per_epoch: " + stepsPerEpoch + " (must be >= 1)");
    }
    if (batchSize != null && batchSize < 1) {
      throw new IllegalArgumentException("Invalid batch_size: " + batchSize + " (must be >= 1)");
    }
    if (momentum != null && !(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("Invalid momentum: " + momentum + " (must be in [0, 1))");
    }
  }
}
