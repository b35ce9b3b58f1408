package io.thermograd.simulate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * An entropy that decays with a drifting half-life, H(t) = H0(1 + κλt)^(−1/κ), seen with
 * independent normal errors; κ = 0 is the exponential.
 *
 * @param initial H0
 * @param decayConstant λ, per iteration
 * @param drift κ
 * @param noise standard deviation of the errors
 */
public record DecaySeries(double initial, double decayConstant, double drift, double noise) {

  public DecaySeries {
    if (!(initial > 0) || !(decayConstant > 0) || !Double.isFinite(drift) || !(noise >= 0)) {
      throw new IllegalArgumentException(
          "Invalid series: " + initial + ", " + decayConstant + ", " + drift + ", " + noise);
    }
  }

  /** H at {@code t} without errors; 0 past the end that κ &lt; 0 has. */
  public double at(double t) {
    double x = decayConstant * t;
    if (drift == 0) {
      return initial * Math.exp(-x);
    }
    double stretched = drift * x;
    return stretched <= -1 ? 0 : initial * Math.exp(-Math.log1p(stretched) / drift);
  }

  /** H at each time, with errors. */
  public double[] sample(RandomGenerator random, double[] times) {
    return Arrays.stream(times).map(t -> at(t) + noise * random.nextGaussian()).toArray();
  }
}
