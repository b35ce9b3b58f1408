package io.thermograd.trace;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The facts that one entry under {@code runs:} declares; what it leaves out is null. Each component
 * means what it means in {@link RunFacts}.
 *
 * @param datasetSize M, examples in the training set
 * @param sampling how mini-batches are drawn
 * @param stepsPerEpoch iterations in one pass over the data
 * @param optimizer such as {@code sgd} or {@code adam}
 * @param batchSize examples in a mini-batch
 * @param lr learning rate
 * @param momentum SGD momentum, in [0, 1)
 * @param weightDecay coefficient of the L2 penalty
 * @param e0 the least loss a density of states starts from
 */
public record PartialRunFacts(
    @Nullable Long datasetSize,
    @Nullable Sampling sampling,
    @Nullable Integer stepsPerEpoch,
    @Nullable String optimizer,
    @Nullable Integer batchSize,
    @Nullable Double lr,
    @Nullable Double momentum,
    @Nullable Double weightDecay,
    @Nullable Double e0)
    implements Serializable {

  /** Nothing declared. */
  public static final PartialRunFacts NONE =
      new PartialRunFacts(null, null, null, null, null, null, null, null, null);

  public PartialRunFacts {
    // RunFacts holds the bounds; a bad entry must fail when it is declared, not at its first run.
    new RunFacts(
        datasetSize,
        sampling == null ? Sampling.SHUFFLED : sampling,
        stepsPerEpoch,
        optimizer,
        batchSize,
        lr,
        momentum,
        weightDecay,
        e0);
  }

  /** {@code earlier} with every field replaced that this entry declares. */
  RunFacts over(RunFacts earlier) {
    return new RunFacts(
        or(datasetSize, earlier.datasetSize()),
        sampling == null ? earlier.sampling() : sampling,
        or(stepsPerEpoch, earlier.stepsPerEpoch()),
        or(optimizer, earlier.optimizer()),
        or(batchSize, earlier.batchSize()),
        or(lr, earlier.lr()),
        or(momentum, earlier.momentum()),
        or(weightDecay, earlier.weightDecay()),
        or(e0, earlier.e0()));
  }

  private static <T> @Nullable T or(@Nullable T mine, @Nullable T earlier) {
    return mine == null ? earlier : mine;
  }
}
