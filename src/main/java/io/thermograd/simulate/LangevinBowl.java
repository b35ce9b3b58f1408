package io.thermograd.simulate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Langevin dynamics in a quadratic bowl, whose every figure is known for the discretised chain.
 *
 * <p>The state x in d dimensions moves by x ← (1 − ηa)x + √(2η/β₀)·ξ, ξ standard normal; its loss
 * is E = E0 + ½a‖x‖². Each coordinate is a first-order autoregression with coefficient ρ = 1 − ηa
 * and variance s² = 1/(β₀a(1 − ηa/2)). So E − E0 follows a gamma law with shape d/2 and rate β =
 * 1/(as²) = β₀(1 − ηa/2): the step size heats the bowl. E decorrelates as ρ^2k: its statistical
 * inefficiency is (1 + ρ²)/(1 − ρ²).
 *
 * @param dimensions d
 * @param curvature a
 * @param noiseBeta β₀, the inverse temperature of the injected noise
 * @param stepSize η, with 0 &lt; ηa &lt; 2
 * @param groundEnergy E0
 */
public record LangevinBowl(
    int dimensions, double curvature, double noiseBeta, double stepSize, double groundEnergy) {

  public LangevinBowl {
    if (dimensions < 1 || !(curvature > 0) || !(noiseBeta > 0)) {
      throw new IllegalArgumentException(
          "Invalid bowl: d " + dimensions + ", curvature " + curvature + ", beta " + noiseBeta);
    }
    if (!(stepSize > 0) || !(stepSize * curvature < 2)) {
      throw new IllegalArgumentException(
          "Invalid step size: " + stepSize + " (unstable at curvature " + curvature + ")");
    }
  }

  /** β of the discretised chain's stationary law. */
  public double beta() {
    return noiseBeta * (1 - stepSize * curvature / 2);
  }

  /** ν of that law. */
  public double shape() {
    return dimensions / 2.0;
  }

  /** 1 + 2Σρ_k of the loss. */
  public double statisticalInefficiency() {
    double decay = (1 - stepSize * curvature) * (1 - stepSize * curvature);
    return (1 + decay) / (1 - decay);
  }

  /** |∇E|² at a loss. */
  public double gradSquared(double loss) {
    return 2 * curvature * (loss - groundEnergy);
  }

  /** A stationary series: the first state is drawn from the stationary law. */
  public double[] losses(RandomGenerator random, int steps) {
    double spread = 1 / Math.sqrt(beta() * curvature);
    double[] state = new double[dimensions];
    for (int j = 0; j < dimensions; j++) {
      state[j] = spread * random.nextGaussian();
    }
    return run(random, steps, state);
  }

  /** A series that starts {@code deviations} standard deviations out in every coordinate. */
  public double[] lossesFrom(double deviations, RandomGenerator random, int steps) {
    double[] state = new double[dimensions];
    Arrays.fill(state, deviations / Math.sqrt(beta() * curvature));
    return run(random, steps, state);
  }

  private double[] run(RandomGenerator random, int steps, double[] state) {
    double keep = 1 - stepSize * curvature;
    double kick = Math.sqrt(2 * stepSize / noiseBeta);
    double[] losses = new double[steps];
    for (int t = 0; t < steps; t++) {
      double square = 0;
      for (int j = 0; j < state.length; j++) {
        square += state[j] * state[j];
        state[j] = keep * state[j] + kick * random.nextGaussian();
      }
      losses[t] = groundEnergy + 0.5 * curvature * square;
    }
    return losses;
  }
}
