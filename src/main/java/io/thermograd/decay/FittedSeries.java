package io.thermograd.decay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.hipparchus.distribution.continuous.TDistribution;
import org.jspecify.annotations.Nullable;

/** One run's series with every model tried: chooses, tests and decides. */
final class FittedSeries {

  private static final double MAX_SPANS = 100;
  private static final double LEVEL = 0.05;

  private final EntropyGrids grids;
  private final DecaySettings settings;
  private final Map<DecayModel, FitAttempt> attempts;
  private final Map<DecayModel, CurveFit> fits = new EnumMap<>(DecayModel.class);
  private final IntervalChoice intervals;

  FittedSeries(EntropyGrids grids, DecaySettings settings, Map<DecayModel, FitAttempt> attempts) {
    this.grids = grids;
    this.settings = settings;
    this.attempts = attempts;
    intervals = new IntervalChoice(settings);
    attempts.forEach(
        (model, attempt) -> {
          if (attempt instanceof FitAttempt.Found found) {
            fits.put(model, found.fit());
          }
        });
  }

  DecayFindings findings() {
    List<CurveFit> requested =
        fits.values().stream().filter(fit -> settings.models().contains(fit.model())).toList();
    if (requested.isEmpty()) {
      return withoutFit();
    }
    ModelChoice choice = new ModelChoice(requested);
    DriftTest drift = drift();
    CurveFit chosen = choose(requested, choice, drift);
    PlausibleModels predictions = plausible(chosen, requested, choice);
    DecayOutcome outcome = outcome(chosen, choice, predictions);
    boolean decays =
        !(outcome instanceof DecayOutcome.NotDecaying
            || outcome instanceof DecayOutcome.Undetermined);
    return new DecayFindings(
        outcome,
        rows(choice, chosen.model()),
        chosen.model(),
        choice.effectiveWindows(),
        predictions.convergenceSpeed(),
        drift,
        decays ? forecast(predictions) : null);
  }

  /** None of the requested models has a fit, as falling ones have none on what doesn't fall. */
  private DecayFindings withoutFit() {
    List<ModelFit> rows = rows(null, null);
    double p = fallSignificance(new ModelChoice(List.copyOf(fits.values())));
    return p < LEVEL
        ? DecayFindings.undetermined(DecayReason.NOT_CONVERGED, rows)
        : new DecayFindings(
            new DecayOutcome.NotDecaying(p, null), rows, null, null, null, null, null);
  }

  private @Nullable DriftTest drift() {
    CurveFit exponential = fits.get(DecayModel.EXPONENTIAL);
    CurveFit drifting = fits.get(DecayModel.DRIFTING);
    if (exponential == null || drifting == null) {
      return null;
    }
    Intervals made = intervals.leading(drifting);
    boolean likelihood =
        settings.loss() == FitLoss.LEAST_SQUARES && drifting.residuals().uncorrelated();
    return likelihood
        ? DriftTest.ofRatio(exponential, drifting, made)
        : DriftTest.ofWald(drifting, made);
  }

  private CurveFit choose(List<CurveFit> requested, ModelChoice choice, @Nullable DriftTest drift) {
    DecayModel wanted =
        switch (settings.loss()) {
          case LEAST_SQUARES -> choice.best().orElse(DecayModel.EXPONENTIAL);
          case ROBUST ->
              drift != null && drift.verdict() == TheoryVerdict.HOLDS
                  ? DecayModel.DRIFTING
                  : DecayModel.EXPONENTIAL;
        };
    return requested.stream()
        .filter(fit -> fit.model() == wanted)
        .findFirst()
        .orElse(requested.get(0));
  }

  private DecayOutcome outcome(CurveFit chosen, ModelChoice choice, PlausibleModels predictions) {
    double p = fallSignificance(choice);
    HalfLife halfLife = predictions.halfLife();
    if (p >= LEVEL) {
      return new DecayOutcome.NotDecaying(p, halfLife);
    }
    if (halfLife == null) {
      return predictions.entropy() > 0
          ? new DecayOutcome.NotDecaying(p, null)
          : new DecayOutcome.Undetermined(DecayReason.EXHAUSTED);
    }
    if (halfLife.iterations().value() > MAX_SPANS * grids.base().span()) {
      return new DecayOutcome.NotDecaying(p, halfLife);
    }
    Estimate key = key(chosen, intervals.leading(chosen));
    Double onHalf = onGrid(grids.halfBins(), chosen.model());
    Double onDouble = onGrid(grids.doubleBins(), chosen.model());
    if ((onHalf != null && !key.covers(onHalf)) || (onDouble != null && !key.covers(onDouble))) {
      return new DecayOutcome.GridDependent(halfLife, onHalf, onDouble);
    }
    double first = chosen.curve().value(chosen.observations().t()[0], chosen.parameters());
    return chosen.lastValue() > first / 2
        ? new DecayOutcome.RightCensored(halfLife)
        : new DecayOutcome.Fitted(halfLife);
  }

  /** One-sided p of a fall, by the exponential or else the straight line against a constant. */
  private double fallSignificance(ModelChoice choice) {
    CurveFit constant = fits.get(DecayModel.CONSTANT);
    CurveFit falling = fits.get(DecayModel.EXPONENTIAL);
    if (falling == null) {
      falling = fits.get(DecayModel.LINEAR);
    }
    if (constant == null || falling == null) {
      return 1;
    }
    double gain = Math.max(0, constant.minimum().chiSquared() - falling.minimum().chiSquared());
    double inefficiency = falling.size() / choice.effectiveWindows();
    double root = Math.sqrt(gain / (falling.residualVariance() * inefficiency));
    double first = falling.curve().value(falling.observations().t()[0], falling.parameters());
    double statistic = Math.copySign(root, first - falling.lastValue());
    double degreesOfFreedom = Math.max(1, choice.effectiveWindows() - 2);
    return Double.isNaN(statistic)
        ? 1
        : new TDistribution(degreesOfFreedom).cumulativeProbability(-statistic);
  }

  private @Nullable Double onGrid(@Nullable EntropySeries series, DecayModel model) {
    if (series == null || series.size() < 2) {
      return null;
    }
    boolean empty = Arrays.stream(series.entropy()).allMatch(h -> h == 0);
    if (!empty
        && new CurveFitter(series, settings.loss()).fit(model) instanceof FitAttempt.Found found) {
      return key(found.fit(), new JacobianIntervals(found.fit(), 1)).value();
    }
    return null;
  }

  /** The parameter that says how fast a model falls: its second. */
  private static Estimate key(CurveFit fit, Intervals intervals) {
    int index = fit.curve().parameters() == 1 ? 0 : 1;
    return fit.reported(index, intervals.parameter(index));
  }

  private PlausibleModels plausible(CurveFit chosen, List<CurveFit> requested, ModelChoice choice) {
    List<CurveFit> ranked = settings.loss() == FitLoss.LEAST_SQUARES ? requested : List.of();
    return PlausibleModels.of(chosen, ranked, choice, intervals);
  }

  private Forecast forecast(PlausibleModels plausible) {
    CurveFit exponential = fits.get(DecayModel.EXPONENTIAL);
    Predictions constant =
        exponential == null ? null : new Predictions(exponential, intervals.leading(exponential));
    double entropy = plausible.entropy();
    return new Forecast(
        horizon(plausible, constant, 0.9),
        entropy >= 1 ? horizon(plausible, constant, 1 - 1 / entropy) : null);
  }

  private static Forecast.Horizon horizon(
      PlausibleModels plausible, @Nullable Predictions constant, double share) {
    return new Forecast.Horizon(
        plausible.timeToReach(share), constant == null ? null : constant.timeToReach(share));
  }

  private List<ModelFit> rows(@Nullable ModelChoice choice, @Nullable DecayModel chosen) {
    List<ModelFit> rows = new ArrayList<>();
    for (DecayModel model : EnumSet.copyOf(settings.models())) {
      FitAttempt attempt = attempts.get(model);
      if (attempt instanceof FitAttempt.Missing missing) {
        rows.add(new ModelFit.Absent(model, missing.reason()));
      } else if (attempt instanceof FitAttempt.Found found && choice != null) {
        rows.add(row(found.fit(), choice, model == chosen));
      }
    }
    return rows;
  }

  private ModelFit row(CurveFit fit, ModelChoice choice, boolean chosen) {
    Intervals made = chosen ? intervals.leading(fit) : intervals.other(fit);
    Map<DecayParameter, Estimate> estimates = new EnumMap<>(DecayParameter.class);
    for (int j = 0; j < fit.curve().parameters(); j++) {
      estimates.put(fit.curve().meaning().get(j), fit.reported(j, made.parameter(j)));
    }
    ModelFit.Support support =
        switch (settings.loss()) {
          case LEAST_SQUARES -> choice.support(fit.model());
          case ROBUST -> new ModelFit.Support(null, null, DecayReason.NO_LIKELIHOOD);
        };
    return new ModelFit.Estimated(
        fit.model(),
        estimates,
        made.method(),
        fit.residualVariance(),
        fit.residuals().durbinWatson(),
        support);
  }
}
