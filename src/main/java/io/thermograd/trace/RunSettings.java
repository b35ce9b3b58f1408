package io.thermograd.trace;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hyper-parameters that one record logs, each null when it doesn't. Compared for every record,
 * so not by a record's own method handles, which C1 calls one by one (docs/benchmarks.md).
 *
 * @param lr learning rate
 * @param batchSize examples in this mini-batch
 * @param momentum SGD momentum
 * @param weightDecay coefficient of the L2 penalty
 * @param optimizer the optimizer's name
 */
public record RunSettings(
    @Nullable Double lr,
    @Nullable Integer batchSize,
    @Nullable Double momentum,
    @Nullable Double weightDecay,
    @Nullable String optimizer)
    implements Serializable {

  /** Nothing logged. */
  public static final RunSettings NONE = new RunSettings(null, null, null, null, null);

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof RunSettings that
            && Objects.equals(lr, that.lr)
            && Objects.equals(batchSize, that.batchSize)
            && Objects.equals(momentum, that.momentum)
            && Objects.equals(weightDecay, that.weightDecay)
            && Objects.equals(optimizer, that.optimizer));
  }

  @Override
  public int hashCode() {
    int hash = Objects.hashCode(lr);
    hash = 31 * hash + Objects.hashCode(batchSize);
    hash = 31 * hash + Objects.hashCode(momentum);
    hash = 31 * hash + Objects.hashCode(weightDecay);
    return 31 * hash + Objects.hashCode(optimizer);
  }
}
