package io.thermograd.decay;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Weighted non-linear least squares.
 *
 * <p><b>Estimator.</b> {@link LevenbergMarquardt} with the curve's own Jacobian.
 *
 * <p><b>Numerics.</b> The final fit ends when the parameters move by less than 1e-9, or by less
 * than 1e-9√n of their standard errors, and still goes that step; the NIST datasets of {@code
 * LeastSquaresTest} come out to 1e-8 and better.
 *
 * <p><b>Edge cases.</b> A search that leaves the finite numbers, or doesn't end, is {@link
 * Solution.NoMinimum}.
 *
 * <p><b>Reference.</b> Moré 1978, Lecture Notes in Mathematics 630.
 */
final class LeastSquares {

  /** How far a minimum is polished. */
  enum Precision {
    /** For numbers that are reported. */
    FINAL(1e-9, 400),
    /** For replicates, profiles and to choose between starts: their own noise is far larger. */
    WORKING(1e-5, 60);

    private final double tolerance;
    private final int evaluations;

    Precision(double tolerance, int evaluations) {
      this.tolerance = tolerance;
      this.evaluations = evaluations;
    }
  }

  /** Condition number of the scaled Jacobian from which on a parameter counts as free. */
  private static final double FREE = 1e7;

  private final Curve curve;
  private final Precision precision;

  LeastSquares(Curve curve, Precision precision) {
    this.curve = curve;
    this.precision = precision;
  }

  /** The minimum that the search reaches from a start. */
  Solution fit(Observations observations, double[] start) {
    return new LevenbergMarquardt(curve, observations, precision.tolerance)
        .minimise(start, precision.evaluations);
  }

  /**
   * (JᵀJ)⁻¹ at a point, by the singular values of the column-scaled Jacobian, which are those of
   * its triangle; empty rows if the data leave a parameter free.
   */
  double[][] inverseNormalMatrix(Observations observations, double[] parameters) {
    int k = curve.parameters();
    double[][] jacobian = jacobian(observations, parameters);
    double[] norm = new double[k];
    for (int j = 0; j < k; j++) {
      norm[j] = Triangle.norm(jacobian[j], 0);
      if (!(norm[j] > 0) || !Double.isFinite(norm[j])) {
        return new double[0][];
      }
      for (int i = 0; i < jacobian[j].length; i++) {
        jacobian[j][i] /= norm[j];
      }
    }
    Triangle.make(jacobian, k);
    double[][] triangle = new double[k][k];
    for (int row = 0; row < k; row++) {
      for (int j = row; j < k; j++) {
        triangle[row][j] = jacobian[j][row];
      }
    }
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(triangle, false));
    double[] singular = svd.getSingularValues();
    if (!(singular[k - 1] > singular[0] / FREE)) {
      return new double[0][];
    }
    double[][] inverse = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        for (int s = 0; s < k; s++) {
          inverse[a][b] +=
              svd.getV().getEntry(a, s) * svd.getV().getEntry(b, s) / (singular[s] * singular[s]);
        }
        inverse[a][b] /= norm[a] * norm[b];
      }
    }
    return inverse;
  }

  /** The weighted Jacobian, by columns. */
  private double[][] jacobian(Observations observations, double[] parameters) {
    int k = curve.parameters();
    double[][] jacobian = new double[k][observations.size()];
    double[] gradient = new double[k];
    Curve.Law law = curve.law(parameters);
    for (int i = 0; i < observations.size(); i++) {
      law.at(observations.t()[i], gradient);
      for (int j = 0; j < k; j++) {
        jacobian[j][i] = observations.rootWeight()[i] * gradient[j];
      }
    }
    return jacobian;
  }
}
