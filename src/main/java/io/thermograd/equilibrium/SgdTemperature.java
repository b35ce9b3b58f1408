package io.thermograd.equilibrium;

import io.thermograd.trace.OptimizerFamily;
import io.thermograd.trace.RunFacts;
import org.jspecify.annotations.Nullable;

/**
 * β of the noise that SGD itself makes.
 *
 * <p><b>Definition.</b> β = 2D(1 − μ)/(lr·trΣ): the temperature at which white noise of one
 * mini-batch gradient's trace, spread evenly over D parameters, would hold the weights.
 *
 * <p><b>Estimator.</b> Mean lr and mean trΣ̂ over the equilibrium region's logged epochs.
 *
 * <p><b>Shape and units.</b> 1/loss.
 *
 * <p><b>Edge cases.</b> An optimizer that is declared or logged and isn't SGD, an unknown lr, D or
 * trΣ: null with the reason. So is an unknown optimizer: Adam's number would be wrong manyfold.
 *
 * <p><b>Errors.</b> None is given: the evenness is a model.
 *
 * <p><b>Reference.</b> Mandt, Hoffman and Blei 2017.
 *
 * @param beta in 1/loss; null with a reason
 * @param reason why there is none
 */
public record SgdTemperature(@Nullable Double beta, @Nullable Reason reason) {

  /** Why there is no such temperature. */
  public enum Reason {
    /** Another optimizer. */
    NOT_SGD,
    /** The optimizer is neither logged nor declared. */
    OPTIMIZER_UNKNOWN,
    /** The learning rate is neither logged nor declared. */
    LR_UNKNOWN,
    /** The number of parameters isn't known. */
    PARAM_COUNT_UNKNOWN,
    /** No positive gradient variance is known in the region. */
    VARIANCE_UNKNOWN,
    /** There is no equilibrium region. */
    NO_REGION
  }

  public SgdTemperature {
    if ((beta == null) == (reason == null)) {
      throw new IllegalArgumentException("Invalid temperature: needs a value or a reason");
    }
  }

  static SgdTemperature absent(Reason reason) {
    return new SgdTemperature(null, reason);
  }

  static SgdTemperature of(RunTrace trace, LossSeries region) {
    RunFacts facts = trace.facts();
    OptimizerFamily family = OptimizerFamily.of(facts.optimizer());
    if (family != OptimizerFamily.SGD) {
      return absent(family == OptimizerFamily.UNKNOWN ? Reason.OPTIMIZER_UNKNOWN : Reason.NOT_SGD);
    }
    Double lr = trace.learningRate().meanOver(region);
    if (lr == null) {
      return absent(Reason.LR_UNKNOWN);
    }
    Long paramCount = trace.paramCount();
    if (paramCount == null) {
      return absent(Reason.PARAM_COUNT_UNKNOWN);
    }
    Double variance = meanVariance(trace.gradients(), region);
    if (variance == null || !(variance > 0)) {
      return absent(Reason.VARIANCE_UNKNOWN);
    }
    Double momentum = facts.momentum();
    double damping = momentum == null ? 1 : 1 - momentum;
    return new SgdTemperature(2 * paramCount * damping / (lr * variance), null);
  }

  private static @Nullable Double meanVariance(EpochGradients gradients, LossSeries region) {
    int first = region.epoch(0);
    int last = region.epoch(region.size() - 1);
    double sum = 0;
    int known = 0;
    for (int i = 0; i < gradients.epoch().length; i++) {
      if (gradients.epoch()[i] >= first && gradients.epoch()[i] <= last) {
        sum += gradients.variance()[i];
        known++;
      }
    }
    return known == 0 ? null : (Double) (sum / known);
  }
}
