package io.thermograd.moments;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Draws gradients G + H(s∘z), z standard Gaussian and H a reflection that mixes the coordinates: tr
 * Σ = Σs², trΣ² = Σs⁴, all known.
 */
final class GradientSimulator {
  final double[] mean;
  private final double[] spread;
  private final double[] axis;
  private final RandomGenerator random;

  private GradientSimulator(double[] mean, double[] spread, double[] axis, long seed) {
    this.mean = mean;
    this.spread = spread;
    this.axis = axis;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Noise whose j-th direction has the variance (j+1)^-decay; G random, with the given SNR. */
  static GradientSimulator of(int dimension, double decay, double snr, long seed) {
    GradientSimulator draws =
        new GradientSimulator(
            new double[dimension], new double[dimension], new double[dimension], seed);
    double meanSquare = 0;
    double axisSquare = 0;
    for (int j = 0; j < dimension; j++) {
      draws.spread[j] = Math.pow(j + 1, -decay / 2);
      draws.mean[j] = draws.random.nextGaussian();
      draws.axis[j] = draws.random.nextGaussian();
      meanSquare += draws.mean[j] * draws.mean[j];
      axisSquare += draws.axis[j] * draws.axis[j];
    }
    double factor = snr * Math.sqrt(draws.trace() / meanSquare);
    for (int j = 0; j < dimension; j++) {
      draws.mean[j] *= factor;
      draws.axis[j] /= Math.sqrt(axisSquare);
    }
    return draws;
  }

  float[] next() {
    int d = mean.length;
    double[] noise = new double[d];
    double along = 0;
    for (int j = 0; j < d; j++) {
      noise[j] = spread[j] * random.nextGaussian();
      along += axis[j] * noise[j];
    }
    float[] grad = new float[d];
    for (int j = 0; j < d; j++) {
      grad[j] = (float) (mean[j] + noise[j] - 2 * along * axis[j]);
    }
    return grad;
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  double trace() {
    double sum = 0;
    for (double s : spread) {
      sum += s * s;
    }
    return sum;
  }

  double effectiveRank() {
    double squares = 0;
    for (double s : spread) {
      squares += s * s * s * s;
    }
    return trace() * trace() / squares;
  }

  double signalSquared() {
    double sum = 0;
    for (double m : mean) {
      sum += m * m;
    }
    return sum;
  }
}
