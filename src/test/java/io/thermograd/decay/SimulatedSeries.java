package io.thermograd.decay;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Series of known truth. */
final class SimulatedSeries {

  private SimulatedSeries() {}

  /** n windows over a span of steps, with independent normal errors of a known size. */
  static EntropySeries of(
      int n, double span, DoubleUnaryOperator truth, double error, SplittableRandom random) {
    return of(n, span, truth, error, 0, random);
  }

  /** The same with AR(1) errors of the same size. */
  static EntropySeries of(
      int n,
      double span,
      DoubleUnaryOperator truth,
      double error,
      double rho,
      SplittableRandom random) {
    double[] t = new double[n];
    double[] h = new double[n];
    double noise = error > 0 ? error * normal(random) : 0;
    for (int i = 0; i < n; i++) {
      t[i] = span * (i + 0.5) / n;
      h[i] = truth.applyAsDouble(t[i]) + noise;
      noise = rho * noise + Math.sqrt(1 - rho * rho) * error * normal(random);
    }
    double[] errors = new double[n];
    Arrays.fill(errors, error);
    return new EntropySeries(
        EntropyKind.BINNED, t, h, errors, new GradientDrive.Unknown(DecayReason.GRADIENT_UNKNOWN));
  }

  static DoubleUnaryOperator drifting(double h0, double rate, double kappa) {
    return t ->
        kappa == 0 ? h0 * Math.exp(-rate * t) : h0 * Math.pow(1 + kappa * rate * t, -1 / kappa);
  }

  /** SplittableRandom's own nextGaussian differs between JDK 17 and later ones. */
  static double normal(SplittableRandom random) {
    double u = 1 - random.nextDouble();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
