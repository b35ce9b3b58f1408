package io.thermograd.decay;

import java.util.List;
import java.util.OptionalDouble;

/** {@code LINEAR}: H = a − r t; the second parameter is the slope −r. */
record LinearCurve() implements DecayCurve {

  @Override
  public List<DecayParameter> meaning() {
    return List.of(DecayParameter.H0, DecayParameter.SLOPE);
  }

  @Override
  public Law law(double[] p) {
    double start = p[0];
    double slope = p[1];
    return (t, gradient) -> {
      gradient[0] = 1;
      gradient[1] = t;
      return start + slope * t;
    };
  }

  @Override
  public List<double[]> starts(Observations observations) {
    Observations.Line line = observations.line();
    return List.of(new double[] {line.intercept(), line.slope()});
  }

  @Override
  public double rate(double t, double[] p) {
    return -p[1] / (p[0] + p[1] * t);
  }

  @Override
  public OptionalDouble timeAt(double level, double[] p) {
    return p[1] < 0 ? OptionalDouble.of((level - p[0]) / p[1]) : OptionalDouble.empty();
  }
}
