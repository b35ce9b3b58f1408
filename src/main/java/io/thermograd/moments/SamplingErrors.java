package io.thermograd.moments;

/**
 * <b>Definition.</b> Variances of the epoch's ‖ḡ‖² (or ‖G‖²'s unbiased estimate) and trΣ̂, and
 * their covariance; standard errors of what is built of them.
 *
 * <p><b>Estimator.</b> Hoeffding's decomposition with the components of {@link NoiseStructure}:
 * Var(‖ḡ‖²) = (1−f)·4GᵀΣG·h + (1−f)²·2trΣ²·h², h = b_H/Σb (1/n); Var(trΣ̂) = Var‖r‖²·n²/(n−1)³;
 * ratios by the delta method. A delete-one jackknife estimates the same but counts the second term
 * twice, and carries the count sketch's own variance.
 *
 * <p><b>Bias.</b> O(1/n). At f = 1 the mean's variance is 0; that of trΣ̂ isn't, since it depends
 * on how an epoch is cut into batches.
 *
 * <p><b>Shape and units.</b> Of the whole layer: every squared norm carries D/d. The choice of
 * sampled coordinates is not part of the error.
 *
 * <p><b>Edge cases.</b> Gradients are treated as if the weights stood still; see {@link
 * Flag#MOVING}.
 *
 * <p><b>Errors.</b> Use with t of n − 1 degrees where the signal is well above its error; the
 * intervals of ‖G‖², the corrected SNR and the noise scale are {@link SignalInterval}'s.
 *
 * @param signal Var of the squared mean
 * @param variance Var of trΣ̂
 * @param covariance of both
 */
record SamplingErrors(double signal, double variance, double covariance) {

  /** Errors of an epoch of n batches, of which a fraction f of the data was seen, h = b_H/Σb. */
  static SamplingErrors of(NoiseTerms noise, long n, double fraction, double harmonicOverSum) {
    return ofShrunk(noise, n, (1 - fraction) * harmonicOverSum);
  }

  /** Errors of an epoch of n batches, the mean's variance being s = (1−f)h of one batch's. */
  static SamplingErrors ofShrunk(NoiseTerms noise, long n, double shrunk) {
    double traceSquared = noise.traceSquared();
    double linear = Math.max(0, noise.signalVariance() - shrunk * traceSquared);
    double degrees = n - 1.0;
    return new SamplingErrors(
        4 * linear * shrunk + 2 * traceSquared * shrunk * shrunk,
        noise.normVariance() * n * n / (degrees * degrees * degrees),
        2 * noise.covariance() * shrunk);
  }

  /** Of the squared mean's estimate. */
  double ofSignal() {
    return Math.sqrt(signal);
  }

  /** Of trΣ̂. */
  double ofVariance() {
    return Math.sqrt(variance);
  }

  /** Of √squared. */
  double ofRoot(double squared) {
    return Math.sqrt(signal / (4 * squared));
  }

  /** Of √(squared/trace). */
  double ofRootRatio(double squared, double trace) {
    return ofRatio(squared, trace) / (2 * Math.sqrt(squared / trace));
  }

  /** Of trace/squared. */
  double ofInverseRatio(double squared, double trace) {
    double inverse = trace / squared;
    return ofRatio(squared, trace) * inverse * inverse;
  }

  private double ofRatio(double squared, double trace) {
    double ratio = squared / trace;
    double own = signal + ratio * ratio * variance;
    double shared = 2 * ratio * covariance;
    // An estimated covariance may exceed what the two variances allow.
    return Math.sqrt(Math.max(own - shared, 0)) / trace;
  }
}
