package io.thermograd.decay;

import java.util.Arrays;
import java.util.List;

/**
 * Fits the decay models to one entropy series.
 *
 * <p><b>Estimator.</b> Least squares weighted by 1/s.e.², from the log-linear fit and, where the
 * surface needs it, from a second start; or Huber's loss by iterated reweighting (k = 1.345 robust
 * standard deviations, by the median absolute deviation).
 *
 * <p><b>Numerics.</b> Time runs from 0 to 1 and the largest |H| is 1 inside, so a series in any
 * units gives the same digits.
 *
 * <p><b>Edge cases.</b> A standard error of 0 counts as the smallest positive one; if all are 0 the
 * weights are equal.
 *
 * <p><b>Errors.</b> No minimum, or one that leaves a parameter free, is a {@link
 * FitAttempt.Missing}.
 *
 * <p><b>Reference.</b> Huber 1964, Ann. Math. Statist. 35.
 */
final class CurveFitter {

  private static final double HUBER = 1.345;
  private static final double NORMAL_QUARTILE = 0.6744897501960817;
  private static final int MAX_REWEIGHTINGS = 50;
  private static final double FREE_LOGARITHM = 5;
  private static final double EXTREME_LOGARITHM = 20;

  private final EntropySeries series;
  private final FitLoss loss;
  private final double entropyUnit;
  private final double[] scaledEntropy;
  private final double[] rootWeight;

  /** A fitter of a series of at least two windows, not all of entropy 0. */
  CurveFitter(EntropySeries series, FitLoss loss) {
    this.series = series;
    this.loss = loss;
    entropyUnit = Arrays.stream(series.entropy()).map(Math::abs).max().orElseThrow();
    scaledEntropy = Arrays.stream(series.entropy()).map(h -> h / entropyUnit).toArray();
    double smallest =
        Arrays.stream(series.standardError()).filter(e -> e > 0).min().orElse(entropyUnit);
    rootWeight =
        Arrays.stream(series.standardError())
            .map(e -> entropyUnit / Math.max(e, smallest))
            .toArray();
  }

  FitAttempt fit(DecayModel model) {
    double[] abscissa = series.t();
    if (model == DecayModel.GRADIENT_DRIVEN) {
      if (series.drive() instanceof GradientDrive.Unknown unknown) {
        return new FitAttempt.Missing(model, unknown.reason());
      }
      abscissa = ((GradientDrive.Known) series.drive()).cumulative();
    }
    double unit = abscissa[abscissa.length - 1];
    if (!(unit > 0)) {
      return new FitAttempt.Missing(model, DecayReason.NOT_IDENTIFIED);
    }
    double[] scaled = Arrays.stream(abscissa).map(t -> t / unit).toArray();
    Observations observations = new Observations(scaled, scaledEntropy, rootWeight);
    return search(
        model, observations, new CurveFit.Units(entropyUnit, unit, iterations(abscissa, unit)));
  }

  /** Iterations that a unit of the abscissa takes between the last two windows. */
  private double iterations(double[] abscissa, double unit) {
    int last = abscissa.length - 1;
    return unit * (series.t()[last] - series.t()[last - 1]) / (abscissa[last] - abscissa[last - 1]);
  }

  private FitAttempt search(DecayModel model, Observations observations, CurveFit.Units units) {
    DecayCurve curve = DecayCurve.of(model);
    if (observations.size() <= curve.parameters()) {
      return new FitAttempt.Missing(model, DecayReason.TOO_MANY_PARAMETERS);
    }
    List<double[]> starts = curve.starts(observations);
    if (starts.isEmpty()) {
      return new FitAttempt.Missing(model, DecayReason.NO_POSITIVE_ENTROPY);
    }
    LeastSquares search = new LeastSquares(curve, LeastSquares.Precision.WORKING);
    Solution best = new Solution.NoMinimum(DecayReason.NOT_CONVERGED);
    for (double[] start : starts) {
      Solution found = search.fit(observations, start);
      if (found instanceof Solution.Minimum minimum
          && !(best instanceof Solution.Minimum other
              && other.chiSquared() <= minimum.chiSquared())) {
        best = found;
      }
    }
    if (best instanceof Solution.Minimum rough) {
      best =
          new LeastSquares(curve, LeastSquares.Precision.FINAL)
              .fit(observations, rough.parameters());
    }
    if (best instanceof Solution.NoMinimum none) {
      return new FitAttempt.Missing(model, none.reason());
    }
    Solution.Minimum minimum = (Solution.Minimum) best;
    return switch (loss) {
      case LEAST_SQUARES -> identified(model, curve, observations, minimum, units);
      case ROBUST -> reweighted(model, curve, observations, minimum, units);
    };
  }

  private FitAttempt reweighted(
      DecayModel model,
      DecayCurve curve,
      Observations observations,
      Solution.Minimum leastSquares,
      CurveFit.Units units) {
    LeastSquares search = new LeastSquares(curve, LeastSquares.Precision.FINAL);
    Observations weighted = observations;
    Solution.Minimum current = leastSquares;
    for (int i = 0; i < MAX_REWEIGHTINGS; i++) {
      weighted = huber(curve, observations, current.parameters());
      Solution next = search.fit(weighted, current.parameters());
      if (!(next instanceof Solution.Minimum minimum)) {
        return new FitAttempt.Missing(model, DecayReason.NOT_CONVERGED);
      }
      double moved = 0;
      for (int j = 0; j < curve.parameters(); j++) {
        moved = Math.max(moved, Math.abs(minimum.parameters()[j] - current.parameters()[j]));
      }
      current = minimum;
      if (moved < 1e-9) {
        break;
      }
    }
    return identified(model, curve, weighted, current, units);
  }

  /** Weights times min(1, k s/|r|), by the residuals r at given parameters. */
  private static Observations huber(
      DecayCurve curve, Observations observations, double[] parameters) {
    double[] size = new double[observations.size()];
    for (int i = 0; i < size.length; i++) {
      double value = curve.value(observations.t()[i], parameters);
      size[i] = observations.rootWeight()[i] * Math.abs(observations.h()[i] - value);
    }
    double[] sorted = size.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    double limit = HUBER * median / NORMAL_QUARTILE;
    double[] weights = observations.rootWeight().clone();
    for (int i = 0; i < weights.length; i++) {
      if (size[i] > limit && limit > 0) {
        weights[i] *= Math.sqrt(limit / size[i]);
      }
    }
    return observations.withRootWeight(weights);
  }

  private static FitAttempt identified(
      DecayModel model,
      DecayCurve curve,
      Observations observations,
      Solution.Minimum minimum,
      CurveFit.Units units) {
    double[][] inverse =
        new LeastSquares(curve, LeastSquares.Precision.FINAL)
            .inverseNormalMatrix(observations, minimum.parameters());
    return inverse.length == 0 || freeLogarithm(curve, minimum, inverse, observations.size())
        ? new FitAttempt.Missing(model, DecayReason.NOT_IDENTIFIED)
        : new FitAttempt.Found(new CurveFit(model, curve, observations, minimum, inverse, units));
  }

  /** Whether a positive parameter is uncertain by orders of magnitude, as λ is without decay. */
  private static boolean freeLogarithm(
      DecayCurve curve, Solution.Minimum minimum, double[][] inverse, int n) {
    double variance = minimum.chiSquared() / (n - curve.parameters());
    for (int j = 0; j < curve.parameters(); j++) {
      if (curve.meaning().get(j).scale() == DecayParameter.Scale.LOG
          && (Math.sqrt(inverse[j][j] * variance) > FREE_LOGARITHM
              || Math.abs(minimum.parameters()[j]) > EXTREME_LOGARITHM)) {
        return true;
      }
    }
    return false;
  }
}
