package io.thermograd.decay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run's decay: every model fitted, one chosen, T8 tested, and an outcome.
 *
 * <p><b>Definition.</b> See {@link DecayModel}, {@link DriftTest}, {@link DecayOutcome}.
 *
 * <p><b>Estimator.</b> {@link CurveFitter}, {@link ModelChoice}; intervals by {@link
 * ProfileIntervals} where a model's residuals are uncorrelated (Durbin-Watson 1.5 to 2.5), else by
 * {@link BootstrapIntervals} for the chosen model, {@code EXPONENTIAL} and {@code DRIFTING}, and
 * from the Jacobian, widened by √g, for the others. A robust loss claims no likelihood: there
 * {@code DRIFTING} is chosen if κ &gt; 0 is significant, else {@code EXPONENTIAL}.
 *
 * <p><b>Edge cases.</b> Fewer than eight windows, or no entropy at all: {@code Undetermined}. Any
 * other series of finite numbers gives an outcome.
 */
public final class DecayAnalysis {

  private static final int MIN_WINDOWS = 8;

  private final DecaySettings settings;

  public DecayAnalysis(DecaySettings settings) {
    this.settings = settings;
  }

  /** Analyses one run. */
  public DecayFindings analyse(EntropyGrids grids) {
    EntropySeries series = grids.base();
    if (series.size() < MIN_WINDOWS) {
      return undetermined(DecayReason.TOO_FEW_WINDOWS);
    }
    if (Arrays.stream(series.entropy()).allMatch(h -> h == 0)) {
      return undetermined(DecayReason.NO_ENTROPY);
    }
    CurveFitter fitter = new CurveFitter(series, settings.loss());
    Map<DecayModel, FitAttempt> attempts = new EnumMap<>(DecayModel.class);
    for (DecayModel model : applicable(series.kind())) {
      attempts.put(model, fitter.fit(model));
    }
    return new FittedSeries(grids, settings, attempts).findings();
  }

  private DecayFindings undetermined(DecayReason reason) {
    List<ModelFit> rows = new ArrayList<>();
    for (DecayModel model : EnumSet.copyOf(settings.models())) {
      rows.add(new ModelFit.Absent(model, reason));
    }
    return DecayFindings.undetermined(reason, rows);
  }

  /** The requested models, and those that the tests need. */
  private Set<DecayModel> applicable(EntropyKind kind) {
    Set<DecayModel> models = EnumSet.copyOf(settings.models());
    models.addAll(
        EnumSet.of(
            DecayModel.CONSTANT, DecayModel.LINEAR, DecayModel.EXPONENTIAL, DecayModel.DRIFTING));
    if (kind == EntropyKind.DIFFERENTIAL) {
      models.retainAll(EnumSet.of(DecayModel.CONSTANT, DecayModel.LINEAR));
    }
    return models;
  }
}
