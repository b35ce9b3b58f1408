package io.thermograd.decay;

import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code EXPONENTIAL} (T7), H = H0 exp(−λ t), and {@code GRADIENT_DRIVEN}, the same with the
 * cumulative gradient as t and c as λ.
 *
 * @param constant what the decay constant is called
 */
record ExponentialCurve(DecayParameter constant) implements DecayCurve {

  /** The slowest decay that a fit starts from, over the span. */
  private static final double SLOWEST = 1e-2;

  /** The start of every exponential fit: the log-linear line, as (H0, ln λ). */
  static List<double[]> logLinearStart(Observations observations) {
    return observations
        .logLine()
        .map(
            line ->
                List.of(
                    new double[] {
                      Math.exp(line.intercept()), Math.log(Math.max(SLOWEST, -line.slope()))
                    }))
        .orElse(List.of());
  }

  @Override
  public List<DecayParameter> meaning() {
    return List.of(DecayParameter.H0, constant);
  }

  @Override
  public Law law(double[] p) {
    double h0 = p[0];
    double rate = Math.exp(p[1]);
    return (t, gradient) -> {
      double exponent = rate * t;
      double decay = Math.exp(-exponent);
      double value = h0 * decay;
      gradient[0] = decay;
      gradient[1] = -value * exponent;
      return value;
    };
  }

  @Override
  public List<double[]> starts(Observations observations) {
    return logLinearStart(observations);
  }

  @Override
  public double rate(double t, double[] p) {
    return Math.exp(p[1]);
  }

  @Override
  public OptionalDouble timeAt(double level, double[] p) {
    return level > 0 && p[0] > 0
        ? OptionalDouble.of(Math.log(p[0] / level) / Math.exp(p[1]))
        : OptionalDouble.empty();
  }
}
