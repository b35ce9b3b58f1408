package io.thermograd.equilibrium;

import io.thermograd.trace.RunFacts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the equilibrium analysis sees of one run.
 *
 * @param run the run's id
 * @param batch mini-batch losses
 * @param full full losses; null when none was logged
 * @param gradients the whole model's logged gradients
 * @param learningRate the learning rate
 * @param paramCount D, the whole model's parameters; null when unknown
 * @param facts what is declared or logged of the run
 */
public record RunTrace(
    String run,
    LossSeries batch,
    @Nullable LossSeries full,
    EpochGradients gradients,
    LearningRate learningRate,
    @Nullable Long paramCount,
    RunFacts facts) {
  public RunTrace {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(gradients, "gradients");
    Objects.requireNonNull(learningRate, "learningRate");
    Objects.requireNonNull(facts, "facts");
    if (batch.kind() != EnergyKind.BATCH || (full != null && full.kind() != EnergyKind.FULL)) {
      throw new IllegalArgumentException("Invalid run trace: losses of the wrong kind");
    }
  }
}
