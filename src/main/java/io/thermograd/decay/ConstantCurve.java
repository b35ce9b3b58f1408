package io.thermograd.decay;

import java.util.List;
import java.util.OptionalDouble;

/** {@code CONSTANT}: H = c. */
record ConstantCurve() implements DecayCurve {

  @Override
  public List<DecayParameter> meaning() {
    return List.of(DecayParameter.H0);
  }

  @Override
  public Law law(double[] p) {
    double value = p[0];
    return (t, gradient) -> {
      gradient[0] = 1;
      return value;
    };
  }

  @Override
  public List<double[]> starts(Observations observations) {
    return List.of(new double[] {observations.line().intercept()});
  }

  @Override
  public double rate(double t, double[] p) {
    return 0;
  }

  @Override
  public OptionalDouble timeAt(double level, double[] p) {
    return OptionalDouble.empty();
  }
}
