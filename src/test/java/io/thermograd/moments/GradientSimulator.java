package io.thermograd.moments;

import java.util.Arrays;
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
  private boolean heavyTailed;

  private GradientSimulator(double[] mean, double[] spread, double[] axis, long seed) {
    this.mean = mean;
    this.spread = spread;
    this.axis = axis;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Noise whose j-th direction has the variance (j+1)^-decay; G random, with the given SNR. */
  static GradientSimulator of(int dimension, double decay, double snr, long seed) {
    double[] spread = new double[dimension];
    Arrays.setAll(spread, j -> Math.pow(j + 1, -decay / 2));
    return of(spread, snr, seed);
  }

  /** Noise of equal variance in a few directions, none in the others; G random in all. */
  static GradientSimulator ofRank(int rank, int dimension, double snr, long seed) {
    double[] spread = new double[dimension];
    Arrays.fill(spread, 0, rank, 1);
    return of(spread, snr, seed);
  }

  /** The same with the multivariate t of 5 degrees: finite fourth moments, heavy tails. */
  GradientSimulator heavyTailed() {
    heavyTailed = true;
    return this;
  }

  private static GradientSimulator of(double[] spread, double snr, long seed) {
    int dimension = spread.length;
    GradientSimulator draws =
        new GradientSimulator(new double[dimension], spread, new double[dimension], seed);
    double meanSquare = 0;
    double axisSquare = 0;
    for (int j = 0; j < dimension; j++) {
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
    double scale = heavyTailed ? tail() : 1;
    for (int j = 0; j < d; j++) {
      noise[j] = scale * spread[j] * random.nextGaussian();
      along += axis[j] * noise[j];
    }
    float[] grad = new float[d];
    for (int j = 0; j < d; j++) {
      grad[j] = (float) (mean[j] + noise[j] - 2 * along * axis[j]);
    }
    return grad;
  }

  /** √(3/χ²) of 5 degrees: of mean square 1. */
  private double tail() {
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      double z = random.nextGaussian();
      sum += z * z;
    }
    return Math.sqrt(3 / sum);
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
