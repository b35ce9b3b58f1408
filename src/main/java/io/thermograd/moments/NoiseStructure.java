package io.thermograd.moments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> What standard errors need of the noise beyond trΣ: trΣ², GᵀΣG, Var‖r‖² and
 * Cov(⟨r, G⟩, ‖r‖²), r = g − G.
 *
 * <p><b>Estimator.</b> Residuals of the kept sketches. trΣ² = (m−1)²/((m−2)(m+1))·(trS² −
 * (trS)²/(m−1)). Above 64 coordinates a count sketch of them biases it; the diagonal of Σ is known
 * exactly from the coordinate moments, so its sketched part is taken out and put back whole, and
 * only the rest is debiased, by K/(K+1).
 *
 * <p>GᵀΣG is then the larger of the sketch's and of (Var‖g‖² − 2trΣ²)/4 from the exact norms, and
 * Var‖r‖² at least the Gaussian 2trΣ²: where the sketch is noisy, errors come out too large rather
 * than too small.
 *
 * <p><b>Bias.</b> trΣ² is unbiased for Gaussian noise up to 64 coordinates; above, it isn't let
 * below its diagonal's share, so d_eff never exceeds d.
 *
 * <p><b>Shape and units.</b> Of the logged coordinates, not scaled to the layer.
 *
 * <p><b>Numerics.</b> The smaller of covariance and Gram matrix: O(m·k·min(m, k)).
 *
 * <p><b>Edge cases.</b> Under three kept steps there is none.
 *
 * <p><b>Reference.</b> Chen, Zhang and Zhong, JASA 105 (2010) for trΣ²; docs/numerics.md.
 */
final class NoiseStructure {
  private static final double K = CountSketch.BUCKETS;

  private final int kept;
  private final double[][] residuals;
  private final double[] projections;
  private final double[] norms;
  private final double leastTraceSquared;
  private final double sketchTrace;
  private final double sketched;
  private final double traceSquared;
  private final double signalVariance;
  private final double normVariance;
  private final double covariance;

  private NoiseStructure(List<KeptStep> steps, CoordinateMoments moments, CountSketch sketch) {
    kept = steps.size();
    residuals = residuals(steps);
    double[] mean = moments.mean();
    double[] variances = moments.variances();
    double[] meanSketch = sketch.of(mean);
    norms = new double[kept];
    projections = new double[kept];
    double normSum = 0;
    double projectionSquares = 0;
    for (int i = 0; i < kept; i++) {
      norms[i] = DotProduct.of(residuals[i], residuals[i]);
      projections[i] = DotProduct.of(residuals[i], meanSketch);
      normSum += norms[i];
      projectionSquares += projections[i] * projections[i];
    }
    double degrees = kept - 1.0;
    double trace = moments.centralSum() / (moments.count() - 1.0);
    leastTraceSquared = trace * trace / mean.length;
    sketchTrace = normSum / degrees;
    sketched = sketchedTraceSquared(residuals);
    double rawSignal = projectionSquares / degrees;
    double normSpread = 0;
    double crossSum = 0;
    for (int i = 0; i < kept; i++) {
      double deviation = norms[i] - normSum / kept;
      normSpread += deviation * deviation;
      crossSum += projections[i] * deviation;
    }
    covariance = crossSum / degrees;
    if (sketch.isIdentity()) {
      traceSquared = sketched;
      signalVariance = rawSignal;
      normVariance = normSpread / degrees;
    } else {
      traceSquared = debiasedTraceSquared(variances, moments.count(), sketch);
      double fromSketch = debiasedSignal(rawSignal, mean, variances, sketch);
      double fromNorms = (varianceOfNorms(steps) - 2 * traceSquared) / 4 + traceSquared / kept;
      signalVariance = Math.max(fromSketch, fromNorms);
      double inflation = 2 * (sketched - traceSquared);
      normVariance = Math.max(normSpread / degrees - inflation, 2 * traceSquared);
    }
  }

  /** The structure, or null under three kept steps. */
  static @Nullable NoiseStructure of(
      List<KeptStep> steps, CoordinateMoments moments, CountSketch sketch) {
    return steps.size() < 3 ? null : new NoiseStructure(steps, moments, sketch);
  }

  private static double[][] residuals(List<KeptStep> steps) {
    int m = steps.size();
    int k = steps.get(0).sketch().length;
    // The first sketch as shift, so that the mean of large values doesn't round.
    float[] shift = steps.get(0).sketch();
    double[][] residuals = new double[m][k];
    double[] mean = new double[k];
    for (int i = 0; i < m; i++) {
      float[] sketch = steps.get(i).sketch();
      for (int b = 0; b < k; b++) {
        residuals[i][b] = (double) sketch[b] - shift[b];
        mean[b] += residuals[i][b] / m;
      }
    }
    for (double[] residual : residuals) {
      for (int b = 0; b < k; b++) {
        residual[b] -= mean[b];
      }
    }
    return residuals;
  }

  private double sketchedTraceSquared(double[][] residuals) {
    double degrees = kept - 1.0;
    boolean wide = residuals[0].length >= kept;
    double frobenius = GramMatrix.squaredFrobenius(wide ? transposed(residuals) : residuals);
    double sampled = frobenius / (degrees * degrees) - sketchTrace * sketchTrace / degrees;
    return degrees * degrees / ((kept - 2.0) * (kept + 1.0)) * sampled;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  private double debiasedTraceSquared(double[] variances, long n, CountSketch sketch) {
    double diagonal = 0;
    for (double v : variances) {
      diagonal += v * v;
    }
    diagonal *= (n - 1.0) / (n + 1.0);
    double buckets = 0;
    for (double v : sketch.bucketSums(variances)) {
      buckets += v * v;
    }
    double c = 2 / (n - 1.0);
    double rest = K / (K + 1) * (sketched - buckets + c * diagonal) / (1 - c / (K + 1));
    return diagonal + Math.max(rest, 0);
  }

  /** Var‖g‖², which is 2trΣ² + 4GᵀΣG for Gaussian noise, from exact norms. */
  private static double varianceOfNorms(List<KeptStep> steps) {
    ScalarMoments norms = new ScalarMoments();
    for (KeptStep step : steps) {
      norms.add(step.squaredNorm());
    }
    return norms.variance();
  }

  private static double debiasedSignal(
      double raw, double[] mean, double[] variances, CountSketch sketch) {
    double[] meanSketch = sketch.of(mean);
    double diagonal = 0;
    for (int j = 0; j < mean.length; j++) {
      diagonal += variances[j] * mean[j] * mean[j];
    }
    double[] bucketVariances = sketch.bucketSums(variances);
    double sketchedDiagonal = 0;
    for (int b = 0; b < meanSketch.length; b++) {
      sketchedDiagonal += bucketVariances[b] * meanSketch[b] * meanSketch[b];
    }
    return diagonal + K / (K + 1) * (raw - sketchedDiagonal);
  }

  /** trΣ of the sketches. */
  double sketchTrace() {
    return sketchTrace;
  }

  /** trΣ² of the sketches. */
  double sketchTraceSquared() {
    return sketched;
  }

  /** How many steps are kept. */
  int kept() {
    return kept;
  }

  /** trΣ². */
  double traceSquared() {
    return traceSquared;
  }

  /**
   * What errors need, of the whole layer; trΣ² at least (trΣ)²/d, which it can't be below.
   *
   * @param normScale D/d, see {@link NormScale}
   */
  NoiseTerms terms(double normScale) {
    double square = normScale * normScale;
    return new NoiseTerms(
        kept,
        square * Math.max(traceSquared, leastTraceSquared),
        square * signalVariance,
        square * normVariance,
        square * covariance);
  }

  /** Residual vectors of the kept steps, in order; sketches above 64 coordinates. */
  double[][] residuals() {
    return residuals;
  }

  /** ⟨r, ḡ⟩ of each. */
  double[] projections() {
    return projections;
  }

  /** ‖r‖² of each. */
  double[] norms() {
    return norms;
  }
}
