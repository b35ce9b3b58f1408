package io.thermograd.decay;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@code STRETCHED}: H = H0 exp(−(λt)^γ), parameters (H0, ln λ, ln γ). */
record StretchedCurve() implements DecayCurve {

  private static final double[] STARTS = {1, 0.5};

  @Override
  public List<DecayParameter> meaning() {
    return List.of(DecayParameter.H0, DecayParameter.DECAY_CONSTANT, DecayParameter.GAMMA);
  }

  @Override
  public Law law(double[] p) {
    double h0 = p[0];
    double logRate = p[1];
    double gamma = Math.exp(p[2]);
    return (t, gradient) -> {
      if (t <= 0) {
        gradient[0] = 1;
        gradient[1] = 0;
        gradient[2] = 0;
        return h0;
      }
      double logX = logRate + Math.log(t);
      double exponent = Math.exp(gamma * logX);
      double decay = Math.exp(-exponent);
      double slope = exponent > 0 && decay > 0 ? -h0 * decay * exponent * gamma : 0;
      gradient[0] = decay;
      gradient[1] = slope;
      gradient[2] = slope * logX;
      return h0 * decay;
    };
  }

  @Override
  public List<double[]> starts(Observations observations) {
    List<double[]> starts = new ArrayList<>();
    for (double[] start : ExponentialCurve.logLinearStart(observations)) {
      for (double gamma : STARTS) {
        starts.add(new double[] {start[0], start[1], Math.log(gamma)});
      }
    }
    return starts;
  }

  @Override
  public double rate(double t, double[] p) {
    double gamma = Math.exp(p[2]);
    return gamma * Math.exp(gamma * p[1] + (gamma - 1) * Math.log(t));
  }

  @Override
  public OptionalDouble timeAt(double level, double[] p) {
    if (level <= 0 || p[0] <= level) {
      return OptionalDouble.empty();
    }
    double logFall = Math.log(Math.log(p[0] / level));
    return OptionalDouble.of(Math.exp(logFall / Math.exp(p[2]) - p[1]));
  }
}
