package io.thermograd.signal;

import java.util.SplittableRandom;

/** Simulated series with known truth. */
final class Series {
  private Series() {}

  /** Stationary AR(1) noise with unit innovations. */
  static double[] ar1(int n, double phi, SplittableRandom random) {
    double[] y = new double[n];
    double value = random.nextGaussian() / Math.sqrt(1 - phi * phi);
    for (int t = 0; t < n; t++) {
      y[t] = value;
      value = phi * value + random.nextGaussian();
    }
    return y;
  }

  static double[] index(int n) {
    double[] x = new double[n];
    for (int t = 0; t < n; t++) {
      x[t] = t;
    }
    return x;
  }

  static double[] withTrend(double[] noise, double slope) {
    double[] y = noise.clone();
    for (int t = 0; t < y.length; t++) {
      y[t] += slope * t;
    }
    return y;
  }

  /** A layer of n epochs from 0 on, without floors; the SNR follows from mean and variance. */
  static SignalSeries layer(double[] meanNorm, double[] variance) {
    int n = meanNorm.length;
    int[] epoch = new int[n];
    int[] steps = new int[n];
    Double[] means = new Double[n];
    Double[] variances = new Double[n];
    Double[] snr = new Double[n];
    for (int i = 0; i < n; i++) {
      epoch[i] = i;
      steps[i] = 16;
      means[i] = meanNorm[i];
      variances[i] = variance[i];
      snr[i] = meanNorm[i] / Math.sqrt(variance[i]);
    }
    return new SignalSeries("run", "layer", epoch, means, variances, snr, new Double[n], steps);
  }
}
