package io.thermograd.moments;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> 95 % intervals of ‖G‖² and of SNR² = ‖G‖²/trΣ: all values that the epoch's
 * ‖ḡ‖² doesn't contradict.
 *
 * <p><b>Estimator.</b> For a supposed θ = ‖G‖², the quadratic form ‖ḡ‖² has the mean θ + s·trΣ, the
 * variance 4sθq + 2s²trΣ² and the third cumulant 24s²θq² + 8s³(trΣ²)²/trΣ, s = (1−f)b_H/Σb and q
 * the noise's variance along G. Jensen and Solomon's power of ‖ḡ‖²/(θ + s·trΣ̂) is nearly Gaussian;
 * where it exceeds Student's t, θ is outside. The error of trΣ̂ and its correlation with ‖ḡ‖² add
 * to the variance. A symmetric interval about the estimate covers too little: its error grows with
 * it.
 *
 * <p>q = (max(ḡᵀΣ̂ḡ − s·trΣ², 0) + ε·trΣ²/trΣ)/(max(‖Ĝ‖², 0) + ε), ε = s·√(2trΣ²) the scatter of
 * ‖ḡ‖² without a signal, and at most √trΣ²: where no signal is seen, its direction is taken to be
 * as noisy as the noise's own.
 *
 * <p><b>Bias.</b> Coverage is above 97 % where the signal is within some twice its scatter of 0 and
 * quieter than the noise's main directions: q can't be seen there.
 *
 * <p><b>Shape and units.</b> As their quantity; not negative.
 *
 * <p><b>Numerics.</b> In units of trΣ̂; roots by Brent's method to 1e-9.
 *
 * <p><b>Edge cases.</b> The whole epoch (s = 0) has no error of ‖G‖². A quantile above all values
 * (three batches) leaves the upper end open. Where not even 0 fits, ‖ḡ‖² being smaller than noise
 * makes it, there is no interval.
 *
 * <p><b>Errors.</b> The degrees of t are those of the terms that the epoch's own scatter estimates
 * (Welch and Satterthwaite). Coverage: SignalIntervalStudy, docs/numerics.md.
 *
 * <p><b>Reference.</b> Jensen and Solomon 1972, JASA 67, 898; Welch 1947.
 */
final class SignalInterval {
  private static final double NORMAL = 1.959963984540054;
  private static final double ACCURACY = 1e-9;
  private static final int MOST_EVALUATIONS = 200;
  private static final int MOST_DOUBLINGS = 60;

  /** The least share of the variance that a correlation of ‖ḡ‖² and trΣ̂ may leave. */
  private static final double LEAST_SHARE = 0.25;

  private final double trace;
  private final double observed;
  private final double shrunk;
  private final double rankInverse;
  private final double direction;
  private final double traceVariance;
  private final double covariance;
  private final double batches;
  private final double student;

  /**
   * An epoch.
   *
   * @param meanSquared ‖ḡ_w‖²
   * @param trace trΣ̂, positive
   * @param noise the terms beyond it
   * @param n mini-batches
   * @param shrunk s = (1−f_w)·b_H/Σb
   */
  SignalInterval(double meanSquared, double trace, NoiseTerms noise, long n, double shrunk) {
    this.trace = trace;
    this.shrunk = shrunk;
    batches = n;
    observed = meanSquared / trace;
    double unit = trace * trace;
    rankInverse = Math.max(noise.traceSquared() / unit, Double.MIN_NORMAL);
    covariance = noise.covariance() / unit;
    double degrees = n - 1.0;
    traceVariance = noise.normVariance() / unit * n * n / (degrees * degrees * degrees);
    direction = direction(noise.signalVariance() / unit);
    student = student(noise.kept() - 1.0);
  }

  private double direction(double signalVariance) {
    double scatter = shrunk * Math.sqrt(2 * rankInverse);
    double alongMean = Math.max(signalVariance - shrunk * rankInverse, 0);
    double signal = Math.max(observed - shrunk, 0);
    double most = Math.sqrt(rankInverse);
    return signal + scatter == 0
        ? most
        : Math.min(most, (alongMean + scatter * rankInverse) / (signal + scatter));
  }

  /** The two-sided 95 % point of Student's t (Abramowitz and Stegun 26.7.5; 1 % low at 2). */
  private static double student(double degrees) {
    double z = NORMAL;
    double z2 = z * z;
    double first = (z2 + 1) / 4;
    double second = ((5 * z2 + 16) * z2 + 3) / 96;
    double third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    double fourth = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
    double v = 1 / degrees;
    return z * (1 + v * (first + v * (second + v * (third + v * fourth))));
  }

  /** Of ‖G‖²; null where no value fits. */
  @Nullable Interval ofSignal() {
    if (shrunk == 0) {
      return new Interval(observed * trace, observed * trace);
    }
    return scaled(interval(this::excessOfSignal), trace);
  }

  /** Of ‖G‖²/trΣ; null where no value fits. */
  @Nullable Interval ofRatio() {
    if (shrunk == 0 && traceVariance == 0) {
      return new Interval(observed, observed);
    }
    return interval(this::excessOfRatio);
  }

  /**
   * Of ‖G‖², of the SNR and of the noise scale, as far as there are.
   *
   * @param batch b_H; null when unknown: no noise scale
   */
  Map<Quantity, Interval> all(@Nullable Double batch) {
    Map<Quantity, Interval> intervals = new EnumMap<>(Quantity.class);
    Interval signal = ofSignal();
    if (signal != null) {
      intervals.put(Quantity.GRAD_SIGNAL_SQUARED, signal);
    }
    Interval ratio = ofRatio();
    if (ratio == null) {
      return intervals;
    }
    double low = ratio.low();
    Double high = ratio.high();
    intervals.put(
        Quantity.SNR_CORRECTED,
        new Interval(Math.sqrt(low), high == null ? null : (Double) Math.sqrt(high)));
    if (batch != null && high != null && high > 0) {
      Double most = low > 0 ? (Double) (batch / low) : null;
      intervals.put(Quantity.NOISE_SCALE, new Interval(batch / high, most));
    }
    return intervals;
  }

  private static @Nullable Interval scaled(@Nullable Interval interval, double factor) {
    if (interval == null) {
      return null;
    }
    Double high = interval.high();
    return new Interval(interval.low() * factor, high == null ? null : (Double) (high * factor));
  }

  /** How far ‖ḡ‖² lies from what a supposed signal makes it, and how far it may. */
  private record Excess(double deviate, double limit) {
    double above() {
      return deviate - limit;
    }

    double below() {
      return deviate + limit;
    }
  }

  private interface Supposed {
    Excess at(double signal);
  }

  /**
   * A nearly Gaussian logarithm.
   *
   * @param third third cumulant: what the power takes away
   */
  private record Logarithm(double mean, double variance, double third) {
    /** Of a variable of mean 1. */
    static Logarithm of(double variance, double third) {
      return new Logarithm(-variance / 2, variance, third - 3 * variance * variance);
    }

    /** Of what it is divided by: independent. */
    Logarithm minus(Logarithm other) {
      return new Logarithm(mean - other.mean, variance + other.variance, third - other.third);
    }

    /** The power of the variable whose third cumulant vanishes. */
    double power() {
      double square = variance * variance;
      return square > 0 ? -third / (3 * square) : 0;
    }
  }

  private Excess excessOfSignal(double signal) {
    double mean = signal + shrunk;
    // What is subtracted for the noise has an error, too.
    double ofTrace = 2 * shrunk * shrunk * rankInverse / (batches - 1) / mean / mean;
    Logarithm form = ofMean(signal);
    return excess(mean, form, form.variance() + ofTrace, linear(signal) / mean / mean);
  }

  private Excess excessOfRatio(double signal) {
    double mean = signal + shrunk;
    Logarithm ofMean = ofMean(signal);
    // trΣ̂ scatters about as χ² does.
    Logarithm ofTrace = Logarithm.of(traceVariance, 2 * traceVariance * traceVariance);
    Logarithm form = ofMean.minus(ofTrace);
    double shared =
        observed > 0 ? 2 * covariance * shrunk * Math.sqrt(signal / observed) / mean : 0;
    double variance = Math.max(form.variance() - 2 * shared, LEAST_SHARE * ofMean.variance());
    return excess(mean, form, variance, linear(signal) / mean / mean + traceVariance);
  }

  /** How far from its mean, with which variance, of which the epoch's own scatter estimates. */
  private Excess excess(double mean, Logarithm form, double variance, double estimated) {
    double power = form.power();
    double log = Math.log(observed / mean);
    double moved = power == 0 ? log : Math.expm1(power * log) / power;
    double expected = form.mean() + power * form.variance() / 2;
    double share = Math.min(1, estimated / variance);
    double limit = NORMAL + (student - NORMAL) * share * share;
    return new Excess((moved - expected) / Math.sqrt(variance), limit);
  }

  private double linear(double signal) {
    return 4 * shrunk * signal * direction;
  }

  /** ‖ḡ‖² over its mean under a supposed signal. */
  private Logarithm ofMean(double signal) {
    double mean = signal + shrunk;
    double variance = linear(signal) + 2 * shrunk * shrunk * rankInverse;
    double third =
        24 * shrunk * shrunk * signal * direction * direction
            + 8 * shrunk * shrunk * shrunk * rankInverse * rankInverse;
    return Logarithm.of(variance / mean / mean, third / mean / mean / mean);
  }

  private @Nullable Interval interval(Supposed supposed) {
    double start = Math.max(observed, shrunk);
    if (!(start > 0)) {
      return null;
    }
    double least = shrunk > 0 ? 0 : observed * ACCURACY;
    double low = 0;
    if (supposed.at(least).above() > 0) {
      Double root = root(signal -> supposed.at(signal).above(), least, start);
      if (root == null) {
        return null;
      }
      low = root;
    } else if (supposed.at(least).below() < 0) {
      return null;
    }
    return new Interval(
        low, root(signal -> supposed.at(signal).below(), Math.max(low, least), start));
  }

  /** Where a falling function meets 0; null where it never does. */
  private static @Nullable Double root(DoubleUnaryOperator falling, double from, double start) {
    double to = Math.max(start, 2 * from);
    for (int i = 0; falling.applyAsDouble(to) > 0; i++) {
      if (i == MOST_DOUBLINGS) {
        return null;
      }
      to *= 2;
    }
    return new BrentSolver(ACCURACY, ACCURACY * to)
        .solve(MOST_EVALUATIONS, falling::applyAsDouble, from, to);
  }
}
