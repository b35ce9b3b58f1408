package io.thermograd.decay;

/**
 * A search for the least sum of squares of a curve's weighted residuals.
 *
 * <p><b>Estimator.</b> Levenberg-Marquardt in Moré's form: the step is Gauss and Newton's where
 * that lies inside a region of trust, ‖Dp‖ ≤ Δ, else p of (JᵀJ + λD²)p = −Jᵀr whose length is Δ to
 * a tenth; D is the largest norm that each column of J has had. Δ follows how well the linear model
 * foretold what steps gained. Systems are solved by QR, of J by reflections and of its triangle
 * with √λD under it by rotations, never by JᵀJ.
 *
 * <p><b>Numerics.</b> A trial gives residuals and Jacobian at once, and a step that is taken makes
 * them its own: an evaluation per step, and no memory but the search's own. It ends when the linear
 * model foretells less than {@code tolerance}·‖r‖ of movement and the step bears it out, or less
 * than {@code tolerance} of the scaled parameters. Below {@value #ROUNDING} of ‖r‖² the sum's
 * rounding hides what a step gains: there the model's word is taken.
 *
 * <p><b>Edge cases.</b> A search that leaves the finite numbers from the start, or runs out of
 * evaluations, is {@link Solution.NoMinimum}. Not thread-safe.
 *
 * <p><b>Reference.</b> Moré 1978, Lecture Notes in Mathematics 630; Marquardt 1963, J. SIAM 11.
 */
final class LevenbergMarquardt {
  private static final double ROUNDING = 1e-13;
  private static final double WELL_FORETOLD = 0.75;
  private static final double BADLY_FORETOLD = 0.25;
  private static final double NO_GAIN = 1e-4;

  /** The first region of trust, as a multiple of the scaled start. */
  private static final double FIRST_RADIUS = 100;

  private static final double RADIUS_TOLERANCE = 0.1;
  private static final int MAX_DAMPINGS = 40;

  private final Curve curve;
  private final Observations observations;
  private final double tolerance;
  private final int k;
  private final double[] gradient;
  private final double[] scale;
  private final double[] step;

  /** R over Qᵀr, by columns: column k is Qᵀr. */
  private final double[][] reduced;

  /** The triangle of the latest step. */
  private double[][] triangle;

  private Point here;
  private Point there;

  /** Parameters with their residuals (curve minus observation) and Jacobian, by columns. */
  private static final class Point {
    private final double[] parameters;
    private final double[] residuals;
    private final double[][] jacobian;
    private double sumOfSquares;

    private Point(int n, int k) {
      parameters = new double[k];
      residuals = new double[n];
      jacobian = new double[k][n];
    }
  }

  LevenbergMarquardt(Curve curve, Observations observations, double tolerance) {
    this.curve = curve;
    this.observations = observations;
    this.tolerance = tolerance;
    k = curve.parameters();
    gradient = new double[k];
    scale = new double[k];
    step = new double[k];
    reduced = new double[k + 1][observations.size()];
    triangle = reduced;
    here = new Point(observations.size(), k);
    there = new Point(observations.size(), k);
  }

  /** The minimum that the search reaches from a start. */
  Solution minimise(double[] start, int maxEvaluations) {
    System.arraycopy(start, 0, here.parameters, 0, k);
    evaluate(here);
    double radius = Double.POSITIVE_INFINITY;
    boolean moved = true;
    for (int i = 1; i < maxEvaluations && Double.isFinite(here.sumOfSquares); i++) {
      if (moved) {
        reduce();
      }
      double size = scaledNorm(here.parameters);
      if (i == 1) {
        radius = FIRST_RADIUS * (size > 0 ? size : 1);
      }
      double damping = stepWithin(radius);
      double length = scaledNorm(step);
      double foretold = foretold(damping);
      double gained = tryStep();
      boolean last = isLast(foretold, gained) || length <= tolerance * size;
      moved = helps(gained, foretold);
      if (moved) {
        Point taken = there;
        there = here;
        here = taken;
      }
      if (last) {
        return minimum();
      }
      radius = radius(radius, length, damping, gained / foretold);
    }
    return new Solution.NoMinimum(DecayReason.NOT_CONVERGED);
  }

  /** On a plateau the model foretells nothing, and yet a step may gain. */
  private boolean isLast(double foretold, double gained) {
    return foretold <= tolerance * tolerance * here.sumOfSquares
        && Math.abs(gained) <= 10 * ROUNDING * here.sumOfSquares;
  }

  private boolean helps(double gained, double foretold) {
    double hidden = ROUNDING * here.sumOfSquares;
    return foretold <= hidden ? gained >= -10 * hidden : gained >= NO_GAIN * foretold;
  }

  /** The next region of trust; where a step raises the sum, by the parabola through it. */
  private static double radius(double radius, double length, double damping, double ratio) {
    if (!(ratio > BADLY_FORETOLD)) {
      double share = ratio >= 0 ? 0.5 : 1 / (2 - ratio);
      return (share > 0.1 ? share : 0.1) * Math.min(radius, length / 0.1);
    }
    return ratio >= WELL_FORETOLD || damping == 0 ? 2 * length : radius;
  }

  /** Computes the step whose scaled length is at most the radius; returns its λ. */
  private double stepWithin(double radius) {
    solve(0);
    double length = scaledNorm(step);
    if (length <= (1 + RADIUS_TOLERANCE) * radius) {
      return 0;
    }
    double highest = steepest() / radius;
    double lowest = Double.isFinite(length) ? newton(0, length, radius) : 0;
    double damping = 0;
    for (int i = 0; i < MAX_DAMPINGS; i++) {
      damping = i == 0 ? -1 : newton(damping, length, radius);
      if (!(damping > lowest && damping < highest)) {
        damping = Math.max(1e-3 * highest, Math.sqrt(lowest * highest));
      }
      solve(damping);
      length = scaledNorm(step);
      if (Math.abs(length - radius) <= RADIUS_TOLERANCE * radius) {
        break;
      }
      if (length > radius) {
        lowest = damping;
      } else {
        highest = damping;
      }
    }
    return damping;
  }

  /** Newton's rule for the λ of a length, on 1/length, which is nearly a straight line. */
  private double newton(double damping, double length, double radius) {
    return damping + (length - radius) / radius / slope(length);
  }

  private Solution minimum() {
    double[] residuals = new double[here.residuals.length];
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] = -here.residuals[i];
    }
    return new Solution.Minimum(here.parameters.clone(), residuals, here.sumOfSquares);
  }

  private void evaluate(Point point) {
    double[] t = observations.t();
    double[] h = observations.h();
    double[] rootWeight = observations.rootWeight();
    Curve.Law law = curve.law(point.parameters);
    double sum = 0;
    for (int i = 0; i < t.length; i++) {
      double weight = rootWeight[i];
      double residual = weight * (law.at(t[i], gradient) - h[i]);
      point.residuals[i] = residual;
      sum += residual * residual;
      for (int j = 0; j < k; j++) {
        point.jacobian[j][i] = weight * gradient[j];
      }
    }
    point.sumOfSquares = sum;
  }

  /** Brings J at this point to a triangle, and r with it. */
  private void reduce() {
    int n = observations.size();
    for (int j = 0; j < k; j++) {
      System.arraycopy(here.jacobian[j], 0, reduced[j], 0, n);
      scale[j] = Math.max(scale[j], Triangle.norm(reduced[j], 0));
    }
    System.arraycopy(here.residuals, 0, reduced[k], 0, n);
    Triangle.make(reduced, k);
  }

  /** Computes the step of a damping. */
  private void solve(double damping) {
    triangle = reduced;
    if (damping > 0) {
      triangle = new double[k + 1][k];
      for (int j = 0; j <= k; j++) {
        System.arraycopy(reduced[j], 0, triangle[j], 0, Math.min(j + 1, k));
      }
      for (int j = 0; j < k; j++) {
        rotateIn(j, Math.sqrt(damping) * scaleOf(j));
      }
    }
    for (int j = k - 1; j >= 0; j--) {
      double sum = -triangle[k][j];
      for (int l = j + 1; l < k; l++) {
        sum -= triangle[l][j] * step[l];
      }
      step[j] = sum / triangle[j][j];
    }
  }

  /**
   * Brings a row that is {@code value} in one column into the triangle, by Givens' rotations:
   * reflections would cancel where the triangle is many powers smaller than the row.
   */
  private void rotateIn(int column, double value) {
    double[] row = new double[k + 1];
    row[column] = value;
    for (int l = column; l < k; l++) {
      double length = Math.hypot(triangle[l][l], row[l]);
      double cos = length > 0 ? triangle[l][l] / length : 1;
      double sin = length > 0 ? row[l] / length : 0;
      for (int j = l; j <= k; j++) {
        double above = triangle[j][l];
        triangle[j][l] = cos * above + sin * row[j];
        row[j] = cos * row[j] - sin * above;
      }
    }
  }

  /** ‖w‖², with Rᵀw = D²p/‖Dp‖ of the latest step: −d ln‖Dp‖/dλ. */
  private double slope(double length) {
    double[] w = new double[k];
    double sum = 0;
    for (int j = 0; j < k; j++) {
      w[j] = scaleOf(j) * scaleOf(j) * step[j] / length;
      for (int l = 0; l < j; l++) {
        w[j] -= triangle[j][l] * w[l];
      }
      w[j] /= triangle[j][j];
      sum += w[j] * w[j];
    }
    return sum;
  }

  /** ‖D⁻¹Jᵀr‖. */
  private double steepest() {
    double norm = 0;
    for (int j = 0; j < k; j++) {
      double sum = 0;
      for (int row = 0; row <= j; row++) {
        sum += reduced[j][row] * reduced[k][row];
      }
      norm = Math.hypot(norm, sum / scaleOf(j));
    }
    return norm;
  }

  /** By how much the linear model says that the latest step lowers the sum of squares. */
  private double foretold(double damping) {
    double foretold = 0;
    for (int row = 0; row < k; row++) {
      double along = 0;
      for (int j = row; j < k; j++) {
        along += reduced[j][row] * step[j];
      }
      double scaled = scaleOf(row) * step[row];
      foretold += along * along + 2 * damping * scaled * scaled;
    }
    return foretold;
  }

  private double scaleOf(int j) {
    return scale[j] > 0 ? scale[j] : 1;
  }

  private double scaledNorm(double[] vector) {
    double sum = 0;
    for (int j = 0; j < k; j++) {
      sum += vector[j] * scaleOf(j) * vector[j] * scaleOf(j);
    }
    return Math.sqrt(sum);
  }

  /** Goes the step; returns by how much it lowers the sum of squares. */
  private double tryStep() {
    for (int j = 0; j < k; j++) {
      there.parameters[j] = here.parameters[j] + step[j];
    }
    evaluate(there);
    return here.sumOfSquares - there.sumOfSquares;
  }
}
