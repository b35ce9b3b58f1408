package io.thermograd.cohort;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The temperature of SGD across runs: what β depends on.
 *
 * <p><b>Definition.</b> ln β = a + p ln lr + q ln b; where the noise of SGD is all there is, β ∝
 * b/lr: p = −1, q = 1 (Jastrzebski et al. 2017; Smith and Le 2018).
 *
 * <p><b>Estimator.</b> Least squares over the runs, unweighted: how runs of one configuration
 * scatter outweighs β's own error. A predictor that doesn't vary is left out, with that reason.
 *
 * <p><b>Bias.</b> β from mini-batch losses is an effective number that batch sampling sets, so q
 * may reflect the sampling rather than a temperature.
 *
 * <p><b>Edge cases.</b> Only runs known to be of SGD count, that trained (no dead, diverged, cut or
 * short one), with lr, b and a positive β of the source model. Energies of both kinds, or fewer
 * than two runs more than coefficients: not identified.
 */
public sealed interface TemperatureLaw {

  /**
   * Coefficients.
   *
   * @param runs behind them
   * @param ofLearningRate p; null when all runs share one learning rate
   * @param ofBatchSize q; null when all runs share one batch size
   */
  record Fitted(long runs, @Nullable Exponent ofLearningRate, @Nullable Exponent ofBatchSize)
      implements TemperatureLaw {}

  /**
   * None.
   *
   * @param reason why
   */
  record NotIdentified(String reason) implements TemperatureLaw {
    public NotIdentified {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * An exponent with its 95 % interval.
   *
   * @param value the estimate
   * @param low lower end
   * @param high upper end
   */
  record Exponent(double value, double low, double high) {}
}
