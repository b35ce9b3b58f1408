package io.thermograd.simulate;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * A run of stochastic gradient descent over layers of quadratic bowls, with known signal and noise.
 *
 * <p>Layer k's full gradient is G = a_k w; a mini-batch sees G + ξ, ξ normal and independent with
 * trace {@code trΣ}; the weights move by −lr times that. The full loss is Σ½a_k‖w_k‖²; the
 * mini-batch's differs by normal noise. It starts with the signal above the noise and ends as a
 * stationary chain around the bottom, at the temperature that lr and noise set: β = 2D/(lr·trΣ)
 * before the step size's correction.
 *
 * @param layers the layers
 * @param lr learning rate, below 2 over the greatest curvature
 * @param gradTrace trΣ of each layer's mini-batch gradient
 * @param lossNoise standard deviation of a mini-batch loss around the full loss
 * @param stepsPerEpoch iterations in one pass
 */
public record SgdRun(
    List<SgdLayer> layers, double lr, double gradTrace, double lossNoise, int stepsPerEpoch) {

  public SgdRun {
    layers = List.copyOf(layers);
    double steepest = layers.stream().mapToDouble(SgdLayer::curvature).max().orElse(0);
    if (layers.isEmpty() || !(lr > 0) || !(lr * steepest < 2)) {
      throw new IllegalArgumentException(
          "Invalid run: " + layers.size() + " layers, lr " + lr + ", curvature " + steepest);
    }
    if (!(gradTrace >= 0) || !(lossNoise >= 0) || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "Invalid run: trace " + gradTrace + ", loss noise " + lossNoise + ", " + stepsPerEpoch);
    }
  }

  /** β of a layer's stationary chain, the step size's correction included. */
  public double beta(int layer) {
    SgdLayer bowl = layers.get(layer);
    return 2 * bowl.parameters() / (lr * gradTrace) * (1 - lr * bowl.curvature() / 2);
  }

  /** Runs for {@code epochs} and hands on every step. */
  public void run(RandomGenerator random, int epochs, Consumer<SgdStep> sink) {
    steps(random, (long) epochs * stepsPerEpoch).forEachRemaining(sink);
  }

  /** The first steps of a run, each made when it is asked for. */
  public Iterator<SgdStep> steps(RandomGenerator random, long steps) {
    double[][] weights = new double[layers.size()][];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = new double[layers.get(k).parameters()];
      Arrays.fill(weights[k], layers.get(k).start());
    }
    return LongStream.range(0, steps).mapToObj(step -> advance(random, step, weights)).iterator();
  }

  private SgdStep advance(RandomGenerator random, long step, double[][] weights) {
    float[][] gradients = new float[weights.length][];
    double[] norms = new double[weights.length];
    double loss = 0;
    for (int k = 0; k < weights.length; k++) {
      double curvature = layers.get(k).curvature();
      double[] layer = weights[k];
      double spread = Math.sqrt(gradTrace / layer.length);
      gradients[k] = new float[layer.length];
      double square = 0;
      for (int j = 0; j < layer.length; j++) {
        square += layer[j] * layer[j];
        double gradient = curvature * layer[j] + spread * random.nextGaussian();
        gradients[k][j] = (float) gradient;
        layer[j] -= lr * gradient;
      }
      norms[k] = curvature * Math.sqrt(square);
      loss += 0.5 * curvature * square;
    }
    int epoch = (int) (step / stepsPerEpoch);
    double seen = loss + lossNoise * random.nextGaussian();
    return new SgdStep(epoch, step, seen, loss, gradients, norms);
  }
}
