package io.thermograd.moments;

/**
 * <b>Definition.</b> trΣ and ‖G‖² of a run that logs squared norms and the dots of consecutive
 * gradients.
 *
 * <p><b>Estimator.</b> D = mean dot inside the epoch; trΣ = V = mean‖g‖² − D; ‖G‖² = D + (b/M)V
 * when shuffled, since batches of one epoch are anticorrelated, else D.
 *
 * <p><b>Bias.</b> None at fixed weights. It is the local gradient's square, not the epoch mean's.
 *
 * <p><b>Edge cases.</b> V may come out negative, and is reported so.
 *
 * <p><b>Errors.</b> None is given: the dots of neighbours share gradients.
 *
 * @param variance V
 * @param meanDot D
 */
record DotLevel(double variance, double meanDot) {

  static DotLevel of(double meanSquaredNorm, double meanDot) {
    return new DotLevel(meanSquaredNorm - meanDot, meanDot);
  }

  /** ‖G‖², of batches that are each the given share of the data. */
  double signalSquared(double batchShare) {
    return meanDot + batchShare * variance;
  }
}
