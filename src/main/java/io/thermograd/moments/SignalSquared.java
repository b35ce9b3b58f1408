package io.thermograd.moments;

/**
 * <b>Definition.</b> ‖G‖², the squared norm of the full gradient.
 *
 * <p><b>Estimator.</b> ‖ḡ_w‖² − (1−f_w)·trΣ̂·b_H/Σb_i.
 *
 * <p><b>Bias.</b> None for independent batches and for batches without replacement, at fixed
 * weights. It may be negative and is reported so: clamped it would be biased.
 *
 * <p><b>Shape and units.</b> Squared gradient.
 *
 * <p><b>Edge cases.</b> One batch has no trΣ̂: only the whole epoch in one batch has a signal.
 *
 * <p><b>Errors.</b> See {@link SamplingErrors}.
 *
 * <p><b>Reference.</b> docs/numerics.md; McCandlish et al. 2018, appendix A.
 */
final class SignalSquared {
  private SignalSquared() {}

  /**
   * The estimate.
   *
   * @param weightedMeanSquared ‖ḡ_w‖²
   * @param variance trΣ̂ of one mini-batch gradient
   * @param weightedFraction f_w
   * @param harmonicOverSum b_H/Σb
   */
  static double of(
      double weightedMeanSquared,
      double variance,
      double weightedFraction,
      double harmonicOverSum) {
    return weightedMeanSquared - (1 - weightedFraction) * variance * harmonicOverSum;
  }
}
