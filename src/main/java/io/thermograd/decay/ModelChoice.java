package io.thermograd.decay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Ranks the models of one series.
 *
 * <p><b>Definition.</b> AICc = −2 lnL + 2K + 2K(K + 1)/(N − K − 1), K = k + 1 with the error's
 * scale, N = n/g the effective windows, lnL scaled by N/n: −2 lnL = N ln(χ²/n). Models with k ≥ N −
 * 2 have none. Weights are exp(−ΔAICc/2), normalised.
 *
 * <p><b>Estimator.</b> One g for all models, or they couldn't be compared: that of the residuals of
 * the fit with the least χ² per degree of freedom.
 *
 * <p><b>Edge cases.</b> χ² below rounding error counts as rounding error.
 *
 * <p><b>Reference.</b> Burnham &amp; Anderson 2002, Model Selection and Multimodel Inference.
 */
final class ModelChoice {

  private static final double ROUNDING = 1e-14;

  private final double effectiveWindows;
  private final Map<DecayModel, Double> aicc = new EnumMap<>(DecayModel.class);

  /** Ranks fits, at least one, of one series. */
  ModelChoice(List<CurveFit> fits) {
    CurveFit best =
        fits.stream().min(Comparator.comparing(CurveFit::residualVariance)).orElseThrow();
    effectiveWindows = best.size() / best.residuals().statisticalInefficiency();
    for (CurveFit fit : fits) {
      int k = fit.model().parameters();
      if (k < effectiveWindows - 2) {
        aicc.put(fit.model(), aicc(fit, k + 1));
      }
    }
  }

  double effectiveWindows() {
    return effectiveWindows;
  }

  /** The model of least AICc; empty if none has one. */
  Optional<DecayModel> best() {
    return aicc.entrySet().stream()
        .min(Comparator.comparing(entry -> entry.getValue()))
        .map(entry -> entry.getKey());
  }

  /** Whether a model's AICc exceeds the least by no more than so much; never one without. */
  boolean isWithin(double difference, DecayModel model) {
    Double own = aicc.get(model);
    return own != null
        && own - Objects.requireNonNull(aicc.get(best().orElseThrow())) <= difference;
  }

  ModelFit.Support support(DecayModel model) {
    Double own = aicc.get(model);
    if (own == null) {
      return new ModelFit.Support(null, null, DecayReason.TOO_MANY_PARAMETERS);
    }
    double least = Objects.requireNonNull(aicc.get(best().orElseThrow()));
    List<Double> all = new ArrayList<>(aicc.values());
    double sum = all.stream().mapToDouble(a -> Math.exp((least - a) / 2)).sum();
    return new ModelFit.Support(own, Math.exp((least - own) / 2) / sum, null);
  }

  private double aicc(CurveFit fit, int k) {
    double rounding = 0;
    for (double weight : fit.observations().rootWeight()) {
      rounding += Math.pow(ROUNDING * weight, 2);
    }
    double chiSquared = Math.max(fit.minimum().chiSquared(), rounding);
    return effectiveWindows * Math.log(chiSquared / fit.size())
        + 2 * k
        + 2 * k * (k + 1) / (effectiveWindows - k - 1);
  }
}
