package io.thermograd.decay;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code DRIFTING} (T8), Arps' hyperbolic decline.
 *
 * <p><b>Definition.</b> H = H0 (1 + κλt)^(−1/κ), parameters (H0, ln λ, κ). The instantaneous
 * half-life (1 + κλt) ln 2/λ grows by κ ln 2 per iteration; κ → 0 is exponential decay; for κ &lt;
 * 0 the entropy is 0 from 1 + κλt = 0 on.
 *
 * <p><b>Numerics.</b> With z = κλt, ln H/H0 = −λt log1p(z)/z; near z = 0 log1p(z)/z and its
 * derivative come from their series, so that κ = 0 is a point like any other.
 *
 * <p><b>Reference.</b> Arps 1945, Trans. AIME 160.
 */
record DriftingCurve() implements DecayCurve {

  /**
   * Under this |z| the series serve: what they drop is below 1e-19, while the closed form of the
   * derivative loses 2 ulp/|z| there, some 1e-12.
   */
  private static final double SERIES = 1e-4;

  private static final double STEEP = 1.5;

  @Override
  public List<DecayParameter> meaning() {
    return List.of(DecayParameter.H0, DecayParameter.DECAY_CONSTANT, DecayParameter.KAPPA);
  }

  @Override
  public Law law(double[] p) {
    double h0 = p[0];
    double rate = Math.exp(p[1]);
    double kappa = p[2];
    return (t, gradient) -> {
      double x = rate * t;
      double z = kappa * x;
      if (z <= -1) {
        gradient[0] = 0;
        gradient[1] = 0;
        gradient[2] = 0;
        return 0;
      }
      double ratio = logRatio(z);
      double decay = Math.exp(-x * ratio);
      double value = h0 * decay;
      double inverse = 1 / (1 + z);
      gradient[0] = decay;
      gradient[1] = -value * x * inverse;
      gradient[2] = -value * x * x * logRatioSlope(z, ratio, inverse);
      return value;
    };
  }

  /**
   * log1p(z)/z. Away from 0 by Kahan's ln(u)/(u − 1), u = 1 + z rounded: as exact as log1p, which
   * the JVM calls as a slow function where ln is an instruction or two.
   */
  private static double logRatio(double z) {
    return Math.abs(z) < SERIES
        ? 1 - z * (1.0 / 2 - z * (1.0 / 3 - z * (1.0 / 4 - z / 5)))
        : Math.log(1 + z) / ((1 + z) - 1);
  }

  /** The derivative of log1p(z)/z, of which it and 1/(1 + z) are known. */
  private static double logRatioSlope(double z, double ratio, double inverse) {
    return Math.abs(z) < SERIES
        ? -1.0 / 2 + z * (2.0 / 3 - z * (3.0 / 4 - z * (4.0 / 5 - z * 5 / 6)))
        : (inverse - ratio) / z;
  }

  /** From exponential decay, and from a steep early fall. */
  @Override
  public List<double[]> starts(Observations observations) {
    List<double[]> starts = new ArrayList<>();
    for (double[] start : ExponentialCurve.logLinearStart(observations)) {
      starts.add(new double[] {start[0], start[1], 0});
      starts.add(new double[] {start[0], start[1] + Math.log1p(STEEP), STEEP});
    }
    return starts;
  }

  @Override
  public double rate(double t, double[] p) {
    double rate = Math.exp(p[1]);
    return rate / (1 + p[2] * rate * t);
  }

  @Override
  public OptionalDouble timeAt(double level, double[] p) {
    if (level <= 0 || p[0] <= 0) {
      return OptionalDouble.empty();
    }
    double fall = Math.log(p[0] / level);
    double z = p[2] * fall;
    double ratio = Math.abs(z) < 1e-8 ? 1 + z / 2 : Math.expm1(z) / z;
    return OptionalDouble.of(fall * ratio / Math.exp(p[1]));
  }
}
