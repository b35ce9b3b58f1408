package io.thermograd.moments;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> β_SGD = 2D(1−μ)/(lr·trΣ): the inverse temperature of SGD's noise.
 *
 * <p><b>Estimator.</b> Plug-in, with trΣ̂ of one mini-batch gradient and the epoch's mean lr.
 *
 * <p><b>Bias.</b> High by the relative variance of trΣ̂.
 *
 * <p><b>Shape and units.</b> 1/loss.
 *
 * <p><b>Edge cases.</b> Absent for other optimizers than SGD, and without D, lr or variance. An
 * unknown optimizer counts as SGD and is flagged in the row.
 *
 * <p><b>Errors.</b> Delta method from that of trΣ̂.
 *
 * <p><b>Reference.</b> Mandt, Hoffman and Blei 2017; Chaudhari and Soatto 2018.
 */
public final class SgdTemperature {
  private SgdTemperature() {}

  /** β_SGD of a layer, or of the whole model. */
  public static Estimate of(LayerEpoch row) {
    LayerEpoch.Setting setting = row.setting();
    if (!isSgd(setting.optimizer())) {
      return Estimate.missing(Absence.NOT_SGD);
    }
    if (setting.paramCount() == null || setting.lr() == null) {
      return Estimate.missing(Absence.NOT_LOGGED);
    }
    if (!(setting.lr() > 0)) {
      return Estimate.missing(Absence.LR_NOT_POSITIVE);
    }
    if (row.estimate(Quantity.GRAD_VARIANCE) instanceof Estimate.Known variance) {
      if (!(variance.value() > 0)) {
        return Estimate.missing(Absence.ZERO_VARIANCE);
      }
      double damping = setting.momentum() == null ? 1 : 1 - setting.momentum();
      double beta = 2 * setting.paramCount() * damping / (setting.lr() * variance.value());
      Double error = variance.standardError();
      return Estimate.of(beta, error == null ? null : (Double) (beta * error / variance.value()));
    }
    return row.estimate(Quantity.GRAD_VARIANCE);
  }

  /** Whether updates are lr times the gradient, with or without momentum, as far as is known. */
  static boolean isSgd(@Nullable String optimizer) {
    return optimizer == null || optimizer.toLowerCase(Locale.ROOT).startsWith("sgd");
  }
}
