package io.thermograd.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> The {@link NoiseTerms} of all layers together: each layer's own, and what the
 * layers have in common because they share their mini-batches.
 *
 * <p><b>Estimator.</b> Sums over the layers step by step: Var(Σ⟨r_k, ḡ_k⟩), Var(Σ‖r_k‖²), their
 * covariance, and Σ‖Σ_kl‖² over pairs of layers as the mean of ⟨r_i, r_j⟩_k⟨r_i, r_j⟩_l over pairs
 * of steps, less what the subtracted means bring in (Isserlis, Gaussian noise). A layer's own part
 * is its {@link NoiseStructure}'s, which knows more than the kept steps.
 *
 * <p><b>Bias.</b> That of the layers' own parts; the common one is cut at 0.
 *
 * <p><b>Edge cases.</b> A layer without vectors, or layers whose kept steps differ: none.
 */
final class WholeModelNoise {
  private final List<StepNoise> layers;
  private final int steps;

  private WholeModelNoise(List<StepNoise> layers) {
    this.layers = layers;
    steps = layers.get(0).size();
  }

  /** What the layers have in common; null where that can't be told. */
  static @Nullable WholeModelNoise of(List<LayerMoments> layers) {
    List<StepNoise> noises = new ArrayList<>();
    for (LayerMoments layer : layers) {
      StepNoise noise = layer.noise();
      Double variance = layer.row().value(Quantity.GRAD_VARIANCE);
      if (variance != null && variance == 0) {
        continue; // nothing varies: nothing to add
      }
      if (noise == null || !noise.sharesStepsOf(noises.isEmpty() ? noise : noises.get(0))) {
        return null;
      }
      noises.add(noise);
    }
    return noises.isEmpty() ? null : new WholeModelNoise(noises);
  }

  NoiseTerms terms() {
    double traceSquared = own(NoiseTerms::traceSquared) + traceSquaredBetween();
    double signal = own(NoiseTerms::signalVariance) + between(StepNoise::projection);
    double norm = own(NoiseTerms::normVariance) + between(StepNoise::norm);
    return new NoiseTerms(
        layers.get(0).terms().kept(),
        traceSquared,
        Math.max(0, signal),
        Math.max(0, norm),
        covariance(StepNoise::projection, StepNoise::norm));
  }

  /** (1−f_w)·b_H/Σb, where the layers agree on it; null when unknown. */
  @Nullable Double shrunk() {
    Double shrunk = layers.get(0).shrunk();
    return layers.stream().allMatch(layer -> Objects.equals(layer.shrunk(), shrunk))
        ? shrunk
        : null;
  }

  /** Σ Cov(‖g_k‖², ‖g_l‖²) over pairs of layers: ‖g‖² is ‖r‖² + 2⟨r, ḡ⟩ and a constant. */
  double squaredNormsBetween() {
    return between((layer, step) -> layer.norm(step) + 2 * layer.projection(step));
  }

  private interface OfStep {
    double of(StepNoise layer, int step);
  }

  private double own(ToDoubleFunction<NoiseTerms> part) {
    return layers.stream().mapToDouble(layer -> part.applyAsDouble(layer.terms())).sum();
  }

  private double between(OfStep part) {
    double own = 0;
    for (StepNoise layer : layers) {
      ScalarMoments values = new ScalarMoments();
      for (int i = 0; i < steps; i++) {
        values.add(part.of(layer, i));
      }
      own += values.variance();
    }
    return covariance(part, part) - own;
  }

  private double covariance(OfStep first, OfStep second) {
    double[] x = sums(first);
    double[] y = sums(second);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += x[i] * y[i];
    }
    return sum / (steps - 1);
  }

  /** The layers' sums, centred. */
  private double[] sums(OfStep part) {
    double[] sums = new double[steps];
    double mean = 0;
    for (int i = 0; i < steps; i++) {
      for (StepNoise layer : layers) {
        sums[i] += part.of(layer, i);
      }
      mean += sums[i] / steps;
    }
    for (int i = 0; i < steps; i++) {
      sums[i] -= mean;
    }
    return sums;
  }

  private double traceSquaredBetween() {
    int lags = Math.min(StepNoise.LAGS, steps - 1);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      for (int lag = 1; lag <= lags; lag++) {
        double whole = 0;
        double own = 0;
        for (StepNoise layer : layers) {
          double product = layer.product(i, lag);
          whole += product;
          own += product * product;
        }
        sum += whole * whole - own;
      }
    }
    double share = 1.0 / layers.get(0).terms().kept();
    double left = (1 - share) * (1 - share) + share * share;
    double ofMeans = share * share * tracesBetween(1 - share);
    return Math.max(0, (sum / (steps * lags) - ofMeans) / left);
  }

  /** Σ trΣ_k·trΣ_l over pairs of layers. */
  private double tracesBetween(double shrinkage) {
    double whole = 0;
    double own = 0;
    for (StepNoise layer : layers) {
      double trace = 0;
      for (int i = 0; i < steps; i++) {
        trace += layer.norm(i) / steps / shrinkage;
      }
      whole += trace;
      own += trace * trace;
    }
    return whole * whole - own;
  }
}
