package io.thermograd.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fitter on certified data.
 *
 * <p>NIST Statistical Reference Datasets, nonlinear regression, U.S. National Institute of
 * Standards and Technology, public domain: data, starting points, certified parameters, standard
 * deviations and residual sums of squares as published at
 * https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml. Misra1a is exponential, Misra1b and
 * Misra1c are Arps' hyperbolas with κ = 1/2 and 2.
 */
class LeastSquaresTest {

  private static final double[] MISRA_X = {
    77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0
  };
  private static final double[] MISRA_Y = {
    10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78
  };

  /** A dataset with its published starts. */
  private record Dataset(
      String name,
      Formula formula,
      double[] x,
      double[] y,
      double[][] starts,
      double[] certified,
      double[] deviations,
      double residualSum) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** y = f(x, b), with its gradient. */
  private interface Formula {
    double at(double x, double[] b, double[] gradient);
  }

  static Stream<Dataset> datasets() {
    return Stream.of(misra1a(), misra1b(), misra1c(), boxBod(), danWood(), mgh09(), mgh10());
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void certifiedValuesAreReached(Dataset data) {
    Curve curve = curve(data);
    double[] ones = new double[data.x().length];
    Arrays.fill(ones, 1);
    Observations observations = new Observations(data.x(), data.y(), ones);
    LeastSquares fitter = new LeastSquares(curve, LeastSquares.Precision.FINAL);
    for (double[] start : data.starts()) {
      Solution solution = fitter.fit(observations, start);
      assertThat(solution).isInstanceOf(Solution.Minimum.class);
      Solution.Minimum minimum = (Solution.Minimum) solution;
      double[][] inverse = fitter.inverseNormalMatrix(observations, minimum.parameters());
      double variance = minimum.chiSquared() / (data.x().length - curve.parameters());
      assertThat(minimum.chiSquared() / data.residualSum()).isCloseTo(1, within(1e-9));
      for (int j = 0; j < curve.parameters(); j++) {
        assertThat(minimum.parameters()[j] / data.certified()[j]).isCloseTo(1, within(1e-7));
        assertThat(Math.sqrt(inverse[j][j] * variance) / data.deviations()[j])
            .isCloseTo(1, within(1e-6));
      }
    }
  }

  private static Curve curve(Dataset data) {
    return new Curve() {
      @Override
      public int parameters() {
        return data.certified().length;
      }

      @Override
      public Law law(double[] parameters) {
        double[] now = parameters.clone();
        return (t, gradient) -> data.formula().at(t, now, gradient);
      }
    };
  }

  private static Dataset misra1a() {
    return new Dataset(
        "Misra1a",
        (x, b, g) -> {
          double e = Math.exp(-b[1] * x);
          g[0] = 1 - e;
          g[1] = b[0] * x * e;
          return b[0] * (1 - e);
        },
        MISRA_X,
        MISRA_Y,
        new double[][] {{500, 0.0001}, {250, 0.0005}},
        new double[] {2.3894212918E+02, 5.5015643181E-04},
        new double[] {2.7070075241E+00, 7.2668688436E-06},
        1.2455138894E-01);
  }

  private static Dataset misra1b() {
    return new Dataset(
        "Misra1b",
        (x, b, g) -> {
          double u = 1 + b[1] * x / 2;
          g[0] = 1 - 1 / (u * u);
          g[1] = b[0] * x / (u * u * u);
          return b[0] * g[0];
        },
        MISRA_X,
        MISRA_Y,
        new double[][] {{500, 0.0001}, {300, 0.0002}},
        new double[] {3.3799746163E+02, 3.9039091287E-04},
        new double[] {3.1643950207E+00, 4.2547321834E-06},
        7.5464681533E-02);
  }

  private static Dataset misra1c() {
    return new Dataset(
        "Misra1c",
        (x, b, g) -> {
          double u = 1 + 2 * b[1] * x;
          g[0] = 1 - 1 / Math.sqrt(u);
          g[1] = b[0] * x / (u * Math.sqrt(u));
          return b[0] * g[0];
        },
        MISRA_X,
        MISRA_Y,
        new double[][] {{500, 0.0001}, {600, 0.0002}},
        new double[] {6.3642725809E+02, 2.0813627256E-04},
        new double[] {4.6638326572E+00, 1.7728423155E-06},
        4.0966836971E-02);
  }

  private static Dataset boxBod() {
    return new Dataset(
        "BoxBOD",
        (x, b, g) -> {
          double e = Math.exp(-b[1] * x);
          g[0] = 1 - e;
          g[1] = b[0] * x * e;
          return b[0] * (1 - e);
        },
        new double[] {1, 2, 3, 5, 7, 10},
        new double[] {109, 149, 149, 191, 213, 224},
        new double[][] {{1, 1}, {100, 0.75}},
        new double[] {2.1380940889E+02, 5.4723748542E-01},
        new double[] {1.2354515176E+01, 1.0455993237E-01},
        1.1680088766E+03);
  }

  private static Dataset danWood() {
    return new Dataset(
        "DanWood",
        (x, b, g) -> {
          g[0] = Math.pow(x, b[1]);
          g[1] = b[0] * g[0] * Math.log(x);
          return b[0] * g[0];
        },
        new double[] {1.309, 1.471, 1.490, 1.565, 1.611, 1.680},
        new double[] {2.138, 3.421, 3.597, 4.340, 4.882, 5.660},
        new double[][] {{1, 5}, {0.7, 4}},
        new double[] {7.6886226176E-01, 3.8604055871E+00},
        new double[] {1.8281973860E-02, 5.1726610913E-02},
        4.3173084083E-03);
  }

  private static Dataset mgh09() {
    return new Dataset(
        "MGH09",
        (x, b, g) -> {
          double top = x * x + x * b[1];
          double bottom = x * x + x * b[2] + b[3];
          g[0] = top / bottom;
          g[1] = b[0] * x / bottom;
          g[2] = -b[0] * top * x / (bottom * bottom);
          g[3] = -b[0] * top / (bottom * bottom);
          return b[0] * g[0];
        },
        new double[] {4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625},
        new double[] {
          0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246
        },
        new double[][] {{25, 39, 41.5, 39}, {0.25, 0.39, 0.415, 0.39}},
        new double[] {1.9280693458E-01, 1.9128232873E-01, 1.2305650693E-01, 1.3606233068E-01},
        new double[] {1.1435312227E-02, 1.9633220911E-01, 8.0842031232E-02, 9.0025542308E-02},
        3.0750560385E-04);
  }

  private static Dataset mgh10() {
    return new Dataset(
        "MGH10",
        (x, b, g) -> {
          g[0] = Math.exp(b[1] / (x + b[2]));
          g[1] = b[0] * g[0] / (x + b[2]);
          g[2] = -g[1] * b[1] / (x + b[2]);
          return b[0] * g[0];
        },
        DoubleStream.iterate(50, x -> x + 5).limit(16).toArray(),
        new double[] {
          34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820,
          3307, 2872
        },
        new double[][] {{2, 400000, 25000}, {0.02, 4000, 250}},
        new double[] {5.6096364710E-03, 6.1813463463E+03, 3.4522363462E+02},
        new double[] {1.5687892471E-04, 2.3309021107E+01, 7.8486103508E-01},
        8.7945855171E+01);
  }
}
