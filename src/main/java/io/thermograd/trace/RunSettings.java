package io.thermograd.trace;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The hyper-parameters that one record logs, each null when it doesn't.
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
}
