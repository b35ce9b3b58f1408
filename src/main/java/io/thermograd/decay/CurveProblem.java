package io.thermograd.decay;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.ConvergenceChecker;
import org.hipparchus.optim.nonlinear.vector.leastsquares.AbstractEvaluation;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem;
import org.hipparchus.util.Incrementor;
import org.jspecify.annotations.Nullable;

/**
 * A curve and its observations as Hipparchus' optimisers take them. The library's own builder
 * applies a full weight matrix; here residuals and Jacobian are weighted as they are made.
 */
final class CurveProblem implements LeastSquaresProblem {

  private final Curve curve;
  private final Observations observations;
  private final double[] start;
  private final Incrementor evaluations;
  private final Incrementor iterations;
  private double[] best;
  private double bestCost = Double.POSITIVE_INFINITY;

  CurveProblem(Curve curve, Observations observations, double[] start, int maxEvaluations) {
    evaluations = new Incrementor(maxEvaluations);
    iterations = new Incrementor(maxEvaluations);
    this.curve = curve;
    this.observations = observations;
    this.start = start.clone();
    this.best = this.start;
  }

  /** The point of lowest cost that was evaluated. */
  double[] best() {
    return best.clone();
  }

  @Override
  public RealVector getStart() {
    return new ArrayRealVector(start);
  }

  @Override
  public int getObservationSize() {
    return observations.size();
  }

  @Override
  public int getParameterSize() {
    return curve.parameters();
  }

  @Override
  public Evaluation evaluate(RealVector point) {
    double[] parameters = point.toArray();
    int n = observations.size();
    double[] residuals = new double[n];
    double[][] jacobian = new double[n][parameters.length];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double weight = observations.rootWeight()[i];
      double[] row = jacobian[i];
      residuals[i] =
          weight * (observations.h()[i] - curve.at(observations.t()[i], parameters, row));
      sum += residuals[i] * residuals[i];
      for (int j = 0; j < row.length; j++) {
        row[j] *= weight;
      }
    }
    double cost = Math.sqrt(sum);
    if (cost < bestCost) {
      bestCost = cost;
      best = parameters;
    }
    return new CurveEvaluation(parameters, residuals, jacobian, cost);
  }

  @Override
  public Incrementor getEvaluationCounter() {
    return evaluations;
  }

  @Override
  public Incrementor getIterationCounter() {
    return iterations;
  }

  /** None: the optimiser's own criteria decide. */
  @Override
  public @Nullable ConvergenceChecker<Evaluation> getConvergenceChecker() {
    return null;
  }

  private static final class CurveEvaluation extends AbstractEvaluation {
    private final double[] point;
    private final double[] residuals;
    private final double[][] jacobian;
    private final double cost;

    CurveEvaluation(double[] point, double[] residuals, double[][] jacobian, double cost) {
      super(residuals.length);
      this.point = point;
      this.residuals = residuals;
      this.jacobian = jacobian;
      this.cost = cost;
    }

    @Override
    public RealMatrix getJacobian() {
      return new Array2DRowRealMatrix(jacobian, false);
    }

    @Override
    public RealVector getResiduals() {
      return new ArrayRealVector(residuals, false);
    }

    @Override
    public RealVector getPoint() {
      return new ArrayRealVector(point, false);
    }

    @Override
    public double getCost() {
      return cost;
    }
  }
}
