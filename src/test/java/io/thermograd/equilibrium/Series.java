package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Loss series with known truth. */
final class Series {
  private Series() {}

  static LossSeries of(double[] loss, int stepsPerEpoch) {
    return new LossSeries(
        EnergyKind.BATCH,
        LongStream.range(0, loss.length).toArray(),
        IntStream.range(0, loss.length).map(i -> i / stepsPerEpoch).toArray(),
        loss,
        0);
  }

  /** Losses, finite or not, at increasing steps. */
  static LossSeries of(EnergyKind kind, long[] step, int[] epoch, double[] loss) {
    LossSeries.Builder series = new LossSeries.Builder(kind);
    for (int i = 0; i < loss.length; i++) {
      series.add(step[i], epoch[i], loss[i]);
    }
    return series.build();
  }

  /** A curve of the epoch times log-normal noise of the given s.d., ten steps an epoch. */
  static LossSeries noisy(DoubleUnaryOperator curve, int epochs, double noise, long seed) {
    RandomGenerator random = new java.util.Random(seed);
    double[] loss = new double[10 * epochs];
    Arrays.setAll(
        loss, i -> curve.applyAsDouble(i / 10.0) * Math.exp(noise * random.nextGaussian()));
    return of(loss, 10);
  }

  /** A stationary first-order autoregression of unit variance. */
  static double[] autoregression(double phi, int n, RandomGenerator random) {
    double[] x = new double[n];
    x[0] = random.nextGaussian();
    for (int i = 1; i < n; i++) {
      x[i] = phi * x[i - 1] + Math.sqrt(1 - phi * phi) * random.nextGaussian();
    }
    return x;
  }

  /** Noise of unit variance that sums to nearly nothing in each epoch, as shuffling makes it. */
  static double[] shuffledNoise(int epochs, int stepsPerEpoch, RandomGenerator random) {
    double[] x = new double[epochs * stepsPerEpoch];
    for (int e = 0; e < epochs; e++) {
      double[] draw = random.doubles(stepsPerEpoch).map(u -> random.nextGaussian()).toArray();
      double mean = Arrays.stream(draw).average().orElseThrow();
      double scale = Math.sqrt(stepsPerEpoch / (stepsPerEpoch - 1.0));
      for (int i = 0; i < stepsPerEpoch; i++) {
        x[e * stepsPerEpoch + i] = (draw[i] - mean) * scale;
      }
    }
    return x;
  }
}
