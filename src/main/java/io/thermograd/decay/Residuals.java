package io.thermograd.decay;

import org.jspecify.annotations.Nullable;

/**
 * What a fit's weighted residuals say of their independence.
 *
 * <p><b>Definition.</b> Durbin-Watson Σ(r_i − r_{i−1})²/Σr²; lag-1 autocorrelation; statistical
 * inefficiency g = 1 + 2Σ(1 − τ/n)ρ(τ) up to the first ρ ≤ 0.
 *
 * <p><b>Edge cases.</b> All residuals 0: no Durbin-Watson, ρ = 0, g = 1.
 */
final class Residuals {

  private static final double UNCORRELATED_LOW = 1.5;
  private static final double UNCORRELATED_HIGH = 2.5;

  private final double[] residuals;
  private final double sumOfSquares;

  Residuals(double[] residuals) {
    this.residuals = residuals;
    double sum = 0;
    for (double r : residuals) {
      sum += r * r;
    }
    sumOfSquares = sum;
  }

  /** The Durbin-Watson statistic; null if all residuals are 0. */
  @Nullable Double durbinWatson() {
    if (sumOfSquares == 0) {
      return null;
    }
    double sum = 0;
    for (int i = 1; i < residuals.length; i++) {
      sum += Math.pow(residuals[i] - residuals[i - 1], 2);
    }
    return sum / sumOfSquares;
  }

  /** Whether least squares may take them for independent. */
  boolean uncorrelated() {
    Double statistic = durbinWatson();
    return statistic == null || (statistic >= UNCORRELATED_LOW && statistic <= UNCORRELATED_HIGH);
  }

  double autocorrelation(int lag) {
    if (sumOfSquares == 0) {
      return 0;
    }
    double sum = 0;
    for (int i = lag; i < residuals.length; i++) {
      sum += residuals[i] * residuals[i - lag];
    }
    return sum / sumOfSquares;
  }

  double statisticalInefficiency() {
    int n = residuals.length;
    double g = 1;
    for (int lag = 1; lag < n; lag++) {
      double rho = autocorrelation(lag);
      if (rho <= 0) {
        break;
      }
      g += 2 * rho; // n − τ products over all squares: (1 − τ/n)ρ already
    }
    return g;
  }
}
