package io.thermograd.simulate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs of one design: the same model trained at three learning rates and three batch sizes, each of
 * the nine together in turn. A run's noise follows its batch size, and it relaxes within a tenth of
 * its steps, so that most of it is a stationary chain whose β is known.
 *
 * @param runs how many; the first is {@code longest} times as long as the others
 * @param steps of each of the others
 * @param stepsPerEpoch iterations in one pass
 * @param layers of each model
 * @param parameters of each layer
 * @param longest how many times longer the first run is
 * @param seed of everything random; the same seed makes the same runs
 */
public record SimulatedCohort(
    int runs, int steps, int stepsPerEpoch, int layers, int parameters, int longest, long seed)
    implements Serializable {

  private static final double[] RATES = {1, 0.5, 2};
  private static final int[] BATCH_SIZES = {32, 16, 64};

  /** Learning rate times steps: the slowest layer relaxes by e^−10 within a tenth of the steps. */
  private static final double RELAXATION = 200;

  private static final double MAX_LEARNING_RATE = 0.5;

  /** trΣ of a layer's gradient at batch size 1. */
  private static final double SAMPLE_TRACE = 64;

  private static final double LOSS_NOISE = 0.02;
  private static final double START = 1;

  public SimulatedCohort {
    if (runs < 1 || steps < 1 || stepsPerEpoch < 1 || layers < 1 || parameters < 1 || longest < 1) {
      throw new IllegalArgumentException(
          "Invalid cohort: runs, steps, layers, parameters and longest are at least 1");
    }
  }

  /** The name of a run, from 0 on. */
  public String name(int run) {
    return "run-%05d".formatted(run);
  }

  /** Mini-batch size of a run. */
  public int batchSize(int run) {
    return BATCH_SIZES[run / RATES.length % BATCH_SIZES.length];
  }

  /** Learning rate of a run. */
  public double learningRate(int run) {
    return RATES[run % RATES.length] * Math.min(RELAXATION / steps, MAX_LEARNING_RATE);
  }

  /** Steps of a run. */
  public long steps(int run) {
    return (long) steps * (run == 0 ? longest : 1);
  }

  /** The law of a run; its layers are ever flatter, from curvature 1 to a half. */
  public SgdRun law(int run) {
    List<SgdLayer> bowls = new ArrayList<>();
    for (int k = 0; k < layers; k++) {
      bowls.add(new SgdLayer("layer" + k, parameters, 1 - 0.5 * k / layers, START));
    }
    return new SgdRun(
        bowls, learningRate(run), SAMPLE_TRACE / batchSize(run), LOSS_NOISE, stepsPerEpoch);
  }

  /** The randomness of a run. */
  public RandomGenerator random(int run) {
    return new SplittableRandom(new SplittableRandom(seed + run).nextLong());
  }
}
