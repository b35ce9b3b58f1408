package io.thermograd.equilibrium;

import org.jspecify.annotations.Nullable;

/**
 * How much of the mini-batch loss's variance is the drawing of batches, not motion of the weights.
 *
 * <p><b>Definition.</b> 1 − Var(L(w))/Var(x) over one region, L the full loss along the trajectory,
 * x the mini-batch loss: Var(x) = Var(L(w)) + E Var(x | w) as E(x | w) = L(w).
 *
 * <p><b>Estimator.</b> Sample variances of the logged full losses and of the mini-batch losses.
 *
 * <p><b>Bias.</b> None under sampling with replacement; shuffled, E(x | w) differs from L(w) inside
 * an epoch by O(lr). Below 0 is possible (a validation loss that varies more) and reported as it
 * is.
 *
 * <p><b>Shape and units.</b> A share.
 *
 * <p><b>Edge cases.</b> Under {@value #MIN_FULL} full losses, or constant mini-batch losses:
 * absent.
 *
 * <p><b>Errors.</b> (1 − share)·√(2g/n) of n full losses of inefficiency g, roughly.
 *
 * @param value the share
 * @param se its standard error
 */
public record SamplingNoiseShare(double value, double se) {
  /** Fewest full losses whose variance says anything. */
  public static final int MIN_FULL = 10;

  /** From here on β of mini-batch losses is an effective number, no temperature. */
  public static final double HIGH = 0.5;

  /** The share in one region of a run. */
  public static @Nullable SamplingNoiseShare of(LossSeries batch, @Nullable LossSeries full) {
    if (full == null || full.size() < MIN_FULL || batch.size() < 2) {
      return null;
    }
    double variance = batch.variance(0, batch.size());
    if (!(variance > 0)) {
      return null;
    }
    double ratio = full.variance(0, full.size()) / variance;
    double mean = full.losses().average().orElseThrow();
    // A variance is a mean of squares: its error follows from their correlation.
    double[] squares = full.losses().map(x -> (x - mean) * (x - mean)).toArray();
    double g = Autocorrelation.inefficiency(squares);
    return new SamplingNoiseShare(1 - ratio, ratio * Math.sqrt(2 * g / full.size()));
  }
}
