package io.thermograd.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every law against numeric differentiation, in its value, its rate and its inverse. */
class DecayCurveTest {

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0.7",
    "LINEAR, 1.1 -0.6",
    "EXPONENTIAL, 1.2 0.3",
    "EXPONENTIAL_FLOOR, 1.2 1.1 0.3",
    "DRIFTING, 1.2 0.3 0.4",
    "DRIFTING, 1.2 0.3 -0.2",
    "DRIFTING, 1.2 0.3 0",
    "DRIFTING, 1.2 0.3 1e-7",
    "DRIFTING, 1.2 0.3 9e-5",
    "DRIFTING, 1.2 0.3 3e-4",
    "DRIFTING, 0.9 3.0 2.5",
    "STRETCHED, 1.2 0.3 -0.4",
    "STRETCHED, 1.2 0.3 0.5",
    "GRADIENT_DRIVEN, 0.8 -0.2"
  })
  void derivativesAgreeWithDifferences(DecayModel model, String text) {
    double[] parameters =
        Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    DecayCurve curve = DecayCurve.of(model);
    for (double t : new double[] {0, 0.01, 0.4, 1}) {
      double[] gradient = new double[parameters.length];
      curve.law(parameters).at(t, gradient);
      for (int j = 0; j < parameters.length; j++) {
        double difference = difference(curve, t, parameters, j);
        assertThat(gradient[j]).as("%s at %s", j, t).isCloseTo(difference, within(1e-9));
      }
      if (t > 0) {
        double h = 1e-5;
        double rate =
            -(Math.log(curve.value(t + h, parameters)) - Math.log(curve.value(t - h, parameters)))
                / (2 * h);
        assertThat(curve.rate(t, parameters)).isCloseTo(rate, within(1e-6 * (1 + rate)));
        OptionalDouble back = curve.timeAt(curve.value(t, parameters), parameters);
        assertThat(back.isPresent()).isEqualTo(model != DecayModel.CONSTANT);
        back.ifPresent(time -> assertThat(time).isCloseTo(t, within(1e-12)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-1e-4", "1e-4", "-9.99e-5", "9.99e-5"})
  void driftingDecayIsContinuousWhereItsSeriesTakesOver(double z) {
    double[] parameters = {1, 0, z};
    double[] gradient = new double[3];
    double value = new DriftingCurve().law(parameters).at(1, gradient);
    // mpmath-free check: ln H = -log1p(z)/z, expanded to order 4
    double logarithm = -(1 - z / 2 + z * z / 3 - z * z * z / 4 + Math.pow(z, 4) / 5);
    double slope = -(-1.0 / 2 + 2 * z / 3 - 3 * z * z / 4 + 4 * Math.pow(z, 3) / 5);
    assertThat(Math.log(value)).isCloseTo(logarithm, within(1e-15));
    assertThat(gradient[2]).isCloseTo(value * slope, within(1e-11));
  }

  @ParameterizedTest
  @CsvSource({"2.1", "3"})
  void acceleratingDecayIsZeroAfterItsEnd(double t) {
    assertThat(new DriftingCurve().value(t, new double[] {1, 0, -0.5})).isZero();
  }

  /** Five-point central difference. */
  private static double difference(DecayCurve curve, double t, double[] parameters, int j) {
    double h = 1e-3;
    double[] p = parameters.clone();
    double sum = 0;
    double[][] stencil = {{-2, 1}, {-1, -8}, {1, 8}, {2, -1}};
    for (double[] point : stencil) {
      p[j] = parameters[j] + point[0] * h;
      sum += point[1] * curve.value(t, p);
    }
    return sum / (12 * h);
  }
}
