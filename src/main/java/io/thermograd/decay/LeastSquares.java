package io.thermograd.decay;

import org.hipparchus.exception.Localizable;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.SingularValueDecomposition;
import org.hipparchus.optim.LocalizedOptimFormats;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;

/**
 * Weighted non-linear least squares.
 *
 * <p><b>Estimator.</b> Levenberg-Marquardt (Hipparchus) with the curve's own Jacobian.
 *
 * <p><b>Numerics.</b> The final fit runs until neither the sum of squares nor the parameters move
 * by 1e-12; the NIST datasets of {@code LeastSquaresTest} come out to 1e-8 and better.
 *
 * <p><b>Edge cases.</b> A search that leaves the finite numbers, or doesn't end, is {@link
 * Solution.NoMinimum}; one that stops because the rounding error is reached has converged.
 *
 * <p><b>Reference.</b> Moré 1978, Lecture Notes in Mathematics 630.
 */
final class LeastSquares {

  /** How far a minimum is polished. */
  enum Precision {
    /** For numbers that are reported. */
    FINAL(1e-14, 1e-12, 300),
    /** For replicates and profiles, whose own noise is far larger. */
    WORKING(1e-9, 1e-6, 60);

    private final double costTolerance;
    private final double parameterTolerance;
    private final int evaluations;

    Precision(double costTolerance, double parameterTolerance, int evaluations) {
      this.costTolerance = costTolerance;
      this.parameterTolerance = parameterTolerance;
      this.evaluations = evaluations;
    }

    private LevenbergMarquardtOptimizer optimizer() {
      return new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(costTolerance)
          .withParameterRelativeTolerance(parameterTolerance)
          .withOrthoTolerance(costTolerance);
    }
  }

  /** Condition number of the scaled Jacobian from which on a parameter counts as free. */
  private static final double FREE = 1e7;

  private final Curve curve;
  private final LevenbergMarquardtOptimizer optimizer;
  private final int evaluations;

  LeastSquares(Curve curve, Precision precision) {
    this.curve = curve;
    optimizer = precision.optimizer();
    evaluations = precision.evaluations;
  }

  /** The minimum that the search reaches from a start. */
  Solution fit(Observations observations, double[] start) {
    CurveProblem problem = new CurveProblem(curve, observations, start, evaluations);
    if (!Double.isFinite(problem.evaluate(new ArrayRealVector(start, false)).getCost())) {
      return new Solution.NoMinimum(DecayReason.NOT_CONVERGED);
    }
    try {
      return minimum(observations, optimizer.optimize(problem).getPoint().toArray());
    } catch (MathIllegalStateException stopped) {
      return atRoundingError(stopped.getSpecifier())
          ? minimum(observations, problem.best())
          : new Solution.NoMinimum(DecayReason.NOT_CONVERGED);
    }
  }

  /**
   * (JᵀJ)⁻¹ at a point, by the singular values of the column-scaled Jacobian; empty rows if the
   * data leave a parameter free.
   */
  double[][] inverseNormalMatrix(Observations observations, double[] parameters) {
    int n = observations.size();
    int k = curve.parameters();
    double[][] jacobian = new double[n][k];
    double[] norm = new double[k];
    for (int i = 0; i < n; i++) {
      curve.at(observations.t()[i], parameters, jacobian[i]);
      for (int j = 0; j < k; j++) {
        jacobian[i][j] *= observations.rootWeight()[i];
        norm[j] = Math.hypot(norm[j], jacobian[i][j]);
      }
    }
    for (int j = 0; j < k; j++) {
      if (!(norm[j] > 0) || !Double.isFinite(norm[j])) {
        return new double[0][];
      }
    }
    for (double[] row : jacobian) {
      for (int j = 0; j < k; j++) {
        row[j] /= norm[j];
      }
    }
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(jacobian, false));
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

  private Solution minimum(Observations observations, double[] parameters) {
    double[] gradient = new double[parameters.length];
    double[] residuals = new double[observations.size()];
    double chiSquared = 0;
    for (int i = 0; i < residuals.length; i++) {
      double value = curve.at(observations.t()[i], parameters, gradient);
      residuals[i] = observations.rootWeight()[i] * (observations.h()[i] - value);
      chiSquared += residuals[i] * residuals[i];
    }
    return Double.isFinite(chiSquared)
        ? new Solution.Minimum(parameters, residuals, chiSquared)
        : new Solution.NoMinimum(DecayReason.NOT_CONVERGED);
  }

  /** The optimiser throws when its tolerances can't be met for rounding: it is at the minimum. */
  private static boolean atRoundingError(Localizable specifier) {
    return specifier == LocalizedOptimFormats.TOO_SMALL_COST_RELATIVE_TOLERANCE
        || specifier == LocalizedOptimFormats.TOO_SMALL_PARAMETERS_RELATIVE_TOLERANCE
        || specifier == LocalizedOptimFormats.TOO_SMALL_ORTHOGONALITY_TOLERANCE;
  }
}
