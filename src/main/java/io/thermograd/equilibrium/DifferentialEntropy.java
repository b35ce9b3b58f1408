package io.thermograd.equilibrium;

import io.thermograd.equilibrium.Outcome.Determined;
import io.thermograd.equilibrium.Outcome.Undetermined;
import java.util.Arrays;
import org.hipparchus.special.Gamma;

/**
 * Differential entropy of a window's losses, free of binning.
 *
 * <p><b>Definition.</b> h = −∫f ln f, f the density of the loss; a grid of width w sees h − ln w.
 *
 * <p><b>Estimator.</b> Vasicek: the mean of ln(n(x_(i+m) − x_(i−m))/2m) over the sorted losses,
 * indices held inside 1..n, m = round(√n) but less than n/2; minus the bias it has for a uniform
 * density, where the spacings are beta-distributed.
 *
 * <p><b>Bias.</b> None for a uniform density; else O(m/n) from the curvature of f and the tails
 * (DifferentialEntropyTest measures normal and exponential).
 *
 * <p><b>Shape and units.</b> Nats, relative to the unit of the loss: it may be negative, and
 * scaling the loss by c adds ln c.
 *
 * <p><b>Edge cases.</b> Fewer than four losses: undetermined. A spacing of zero: {@code QUANTISED}.
 *
 * <p><b>Errors.</b> √(Var(−ln f̂)/N_eff), f̂ the spacings' own density; N_eff as of the binned
 * entropy.
 *
 * <p><b>Reference.</b> Vasicek 1976; Wieczorkowski and Grzegorzewski 1999.
 *
 * @param nats h
 * @param se its standard error
 */
public record DifferentialEntropy(double nats, double se) {

  private static final int LEAST_VALUES = 4;

  /**
   * Estimates h.
   *
   * @param losses finite losses, in any order
   * @param nEff how many independent losses they are worth
   */
  public static Outcome<DifferentialEntropy> of(double[] losses, double nEff) {
    if (!(nEff > 0) || Double.isInfinite(nEff)) {
      throw new IllegalArgumentException("Invalid N_eff: " + nEff + " (must be positive)");
    }
    int n = losses.length;
    if (n < LEAST_VALUES) {
      return new Undetermined<>(UndeterminedReason.TOO_FEW_VALUES);
    }
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    int m = (int) Math.min(Math.round(Math.sqrt(n)), (n - 1) / 2);
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double spacing = sorted[Math.min(i + m, n - 1)] - sorted[Math.max(i - m, 0)];
      if (!(spacing > 0)) {
        return new Undetermined<>(UndeterminedReason.QUANTISED);
      }
      double surprise = Math.log(n * spacing / (2 * m));
      double step = surprise - mean;
      mean += step / (i + 1);
      squares += step * (surprise - mean);
    }
    double variance = squares / (n - 1);
    return new Determined<>(
        new DifferentialEntropy(mean - uniformBias(n, m), Math.sqrt(variance / nEff)));
  }

  /** What the estimator gives on average for a uniform density on [0, 1], whose h is 0. */
  private static double uniformBias(int n, int m) {
    double edges = 0;
    for (int i = 1; i <= m; i++) {
      edges += Gamma.digamma((double) (i + m - 1));
    }
    double inner = (1 - 2.0 * m / n) * Gamma.digamma(2.0 * m);
    return Math.log(n / (2.0 * m)) + inner + 2 * edges / n - Gamma.digamma(n + 1.0);
  }
}
