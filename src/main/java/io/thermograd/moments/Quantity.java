package io.thermograd.moments;

/** What is estimated per run, layer and epoch; docs/numerics.md defines each. */
public enum Quantity {
  /** ‖G‖, as ‖ḡ‖. */
  GRAD_MEAN_NORM(true),
  /** trΣ of one mini-batch gradient. */
  GRAD_VARIANCE(true),
  /** E‖g‖². */
  GRAD_SECOND_MOMENT(true),
  /** Mean of the logged squared norms of the full layer. */
  GRAD_SQ_NORM_MEAN(true),
  /** ‖G‖², unbiased. */
  GRAD_SIGNAL_SQUARED(true),
  /** ‖ḡ‖/√trΣ. */
  SNR(true),
  /** What the SNR is without any signal. */
  SNR_NOISE_FLOOR(false),
  /** √(‖G‖²/trΣ), both unbiased. */
  SNR_CORRECTED(true),
  /** P-value of no signal. */
  NOISE_TEST_P(false),
  /** (trΣ)²/trΣ² of the logged coordinates. */
  EFFECTIVE_RANK(false),
  /** b·trΣ/‖G‖², in examples. */
  NOISE_SCALE(true),
  /** Mean over the coordinates of G_j²/σ_j². */
  GSNR(false),
  /** trΣ from consecutive differences. */
  GRAD_VARIANCE_DRIFT_ROBUST(true),
  /** ‖ḡ‖/‖W‖. */
  MEAN_OVER_WEIGHT(true),
  /** √trΣ/‖W‖. */
  SD_OVER_WEIGHT(true),
  /** Gaussian entropy of the updates' noise, in nats. */
  WEIGHT_NOISE_ENTROPY(false);

  private final boolean hasError;

  Quantity(boolean hasError) {
    this.hasError = hasError;
  }

  /** Whether an interval of its own stands beside it: its error isn't symmetric. */
  public boolean hasInterval() {
    return this == GRAD_SIGNAL_SQUARED || this == SNR_CORRECTED || this == NOISE_SCALE;
  }

  /** Whether a standard error can stand beside it. */
  public boolean hasStandardError() {
    return hasError;
  }
}
