package io.thermograd.decay;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@code EXPONENTIAL_FLOOR}: H = H∞ + (H0 − H∞) exp(−λ t), parameters (H0, ln λ, H∞). */
record FloorCurve() implements DecayCurve {

  /** Decay constants over the span from which the fit starts. */
  private static final double[] STARTS = {1, 5};

  @Override
  public List<DecayParameter> meaning() {
    return List.of(DecayParameter.H0, DecayParameter.DECAY_CONSTANT, DecayParameter.FLOOR);
  }

  @Override
  public Law law(double[] p) {
    double rate = Math.exp(p[1]);
    double floor = p[2];
    double amplitude = p[0] - floor;
    return (t, gradient) -> {
      double exponent = rate * t;
      double decay = Math.exp(-exponent);
      gradient[0] = decay;
      gradient[1] = -amplitude * exponent * decay;
      gradient[2] = 1 - decay;
      return floor + amplitude * decay;
    };
  }

  /** For a given λ the model is a straight line in exp(−λ t). */
  @Override
  public List<double[]> starts(Observations observations) {
    List<double[]> starts = new ArrayList<>();
    for (double rate : STARTS) {
      double[] x = new double[observations.size()];
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.exp(-rate * observations.t()[i]);
      }
      Observations.Line line =
          new Observations(x, observations.h(), observations.rootWeight()).line();
      starts.add(new double[] {line.intercept() + line.slope(), Math.log(rate), line.intercept()});
    }
    return starts;
  }

  @Override
  public double rate(double t, double[] p) {
    double rate = Math.exp(p[1]);
    double above = (p[0] - p[2]) * Math.exp(-rate * t);
    return rate * above / (p[2] + above);
  }

  @Override
  public OptionalDouble timeAt(double level, double[] p) {
    double ratio = (p[0] - p[2]) / (level - p[2]);
    return level > p[2] && ratio > 0
        ? OptionalDouble.of(Math.log(ratio) / Math.exp(p[1]))
        : OptionalDouble.empty();
  }
}
