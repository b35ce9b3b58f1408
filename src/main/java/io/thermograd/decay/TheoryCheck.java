package io.thermograd.decay;

import java.util.Arrays;
import java.util.List;

/**
 * T7 against the data: is the observed decay constant lr β ‖∇E‖²?
 *
 * <p><b>Definition.</b> The line λ = intercept + slope · lr β ‖∇E‖² through windows or runs, with
 * errors on both sides; T7 says slope 1, intercept 0. The two sides must come from different losses
 * (every second one each), or their errors are correlated.
 *
 * <p><b>Estimator.</b> York's equations, errors uncorrelated between the sides; standard errors
 * times √(χ²/(n − 2)) where that is above 1. β's own error is common to all predictions: it moves
 * the slope as a whole and is added to its variance. The verdict by the joint F test of both
 * claims: {@code FAILS} when rejected at 5 %, {@code HOLDS} when not and the slope is known to 0.25
 * or better.
 *
 * <p><b>Edge cases.</b> Fewer than three points, or all of one predicted value: {@link
 * Outcome.Undetermined}.
 *
 * <p><b>Reference.</b> York, Evensen, Martínez &amp; De Basabe Delgado 2004, Am. J. Phys. 72.
 */
public final class TheoryCheck {

  private static final int MAX_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-14;
  private static final double LEVEL = 0.05;
  private static final double INFORMATIVE = 0.25;

  private TheoryCheck() {}

  /**
   * One window or run.
   *
   * @param predicted lr β ‖∇E‖²
   * @param predictedError its standard error, at least 0
   * @param observed decay constant λ
   * @param observedError its standard error, positive
   */
  public record Point(
      double predicted, double predictedError, double observed, double observedError) {
    public Point {
      if (!(predictedError >= 0) || !(observedError > 0)) {
        throw new IllegalArgumentException(
            "Invalid standard errors: " + predictedError + ", " + observedError);
      }
      if (!Double.isFinite(predicted) || !Double.isFinite(observed)) {
        throw new IllegalArgumentException("Invalid point: " + predicted + ", " + observed);
      }
    }
  }

  /** What became of the check. */
  public sealed interface Outcome {

    /**
     * A line.
     *
     * @param slope T7 says 1
     * @param slopeError its standard error
     * @param intercept T7 says 0
     * @param interceptError its standard error
     * @param reducedChiSquared about 1 if the errors explain the scatter
     * @param points that the line goes through
     * @param p of T7 by the joint test
     * @param verdict on T7
     */
    record Checked(
        double slope,
        double slopeError,
        double intercept,
        double interceptError,
        double reducedChiSquared,
        int points,
        double p,
        TheoryVerdict verdict)
        implements Outcome {}

    /**
     * No line.
     *
     * @param reason why
     */
    record Undetermined(DecayReason reason) implements Outcome {}
  }

  /**
   * Checks T7 on points.
   *
   * @param commonError relative standard error that all predictions share, at least 0
   */
  public static Outcome of(List<Point> points, double commonError) {
    if (points.size() < 3) {
      return new Outcome.Undetermined(DecayReason.TOO_FEW_WINDOWS);
    }
    double slope = ordinarySlope(points);
    for (int i = 0; i < MAX_ITERATIONS && Double.isFinite(slope); i++) {
      YorkLine line = YorkLine.improved(points, slope);
      boolean settled = Math.abs(line.slope() - slope) <= TOLERANCE * Math.abs(line.slope());
      slope = line.slope();
      if (settled) {
        break;
      }
    }
    YorkLine line = Double.isFinite(slope) ? YorkLine.improved(points, slope) : null;
    return line == null || !Double.isFinite(line.slopeError()) || !Double.isFinite(line.slope())
        ? new Outcome.Undetermined(DecayReason.NOT_IDENTIFIED)
        : checked(line, points.size(), commonError);
  }

  private static Outcome checked(YorkLine line, int n, double commonError) {
    double scale = Math.max(1, line.chiSquared() / (n - 2));
    double ofLine = scale * line.slopeError() * line.slopeError();
    double common = line.slope() * commonError;
    double slopeVariance = ofLine + common * common;
    // The slope and the line's height at the adjusted mean are uncorrelated but for what is common.
    double covariance = -line.adjustedMean() * ofLine;
    double interceptVariance = scale * line.interceptError() * line.interceptError();
    double determinant = slopeVariance * interceptVariance - covariance * covariance;
    double slopeOff = line.slope() - 1;
    double statistic =
        (slopeOff * slopeOff * interceptVariance
                - 2 * slopeOff * line.intercept() * covariance
                + line.intercept() * line.intercept() * slopeVariance)
            / (2 * determinant);
    // F with 2 and n − 2 degrees has this upper tail.
    double p = Math.pow(1 + 2 * statistic / (n - 2), -(n - 2) / 2.0);
    double slopeError = Math.sqrt(slopeVariance);
    TheoryVerdict verdict =
        p < LEVEL
            ? TheoryVerdict.FAILS
            : slopeError <= INFORMATIVE ? TheoryVerdict.HOLDS : TheoryVerdict.UNDECIDED;
    return new Outcome.Checked(
        line.slope(),
        slopeError,
        line.intercept(),
        line.interceptError() * Math.sqrt(scale),
        line.chiSquared() / (n - 2),
        n,
        p,
        verdict);
  }

  private static double ordinarySlope(List<Point> points) {
    double[] x = points.stream().mapToDouble(Point::predicted).toArray();
    double[] y = points.stream().mapToDouble(Point::observed).toArray();
    double[] rootWeight = points.stream().mapToDouble(p -> 1 / p.observedError()).toArray();
    double least = Arrays.stream(x).min().orElseThrow();
    double most = Arrays.stream(x).max().orElseThrow();
    return least == most ? Double.NaN : new Observations(x, y, rootWeight).line().slope();
  }
}
