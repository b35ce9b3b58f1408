package io.thermograd.equilibrium;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate over a run: each logged value holds until the next.
 *
 * @param step where a value was logged, strictly increasing
 * @param value the rate from there on, positive; a rate of 0 is no update and not held
 */
public record LearningRate(long[] step, double[] value) {

  /** Neither logged nor declared. */
  public static final LearningRate UNKNOWN = new LearningRate(new long[0], new double[0]);

  public LearningRate {
    if (step.length != value.length) {
      throw new IllegalArgumentException(
          "Invalid learning rate: " + step.length + " steps, " + value.length + " values");
    }
    for (int i = 0; i < step.length; i++) {
      if (!(value[i] > 0) || Double.isInfinite(value[i]) || (i > 0 && step[i] <= step[i - 1])) {
        throw new IllegalArgumentException(
            "Invalid learning rate at step " + step[i] + ": " + value[i]);
      }
    }
  }

  /** The same over the whole run. */
  public static LearningRate constant(double value) {
    return new LearningRate(new long[] {0}, new double[] {value});
  }

  /** Gathers the rate as it was logged, step after step. */
  public static final class Builder {
    private final ArrayParts<long[]> steps = new ArrayParts<>(long[]::new);
    private final ArrayParts<double[]> values = new ArrayParts<>(double[]::new);
    private long[] step = new long[0];
    private double[] value = new double[0];
    private int filled;
    private int size;

    /** Nothing is logged yet. */
    public Builder() {}

    /** Adds what was logged at a step; a rate that can't be one, or stays as it was, adds none. */
    public void add(long atStep, double rate) {
      if (!(rate > 0) || Double.isInfinite(rate) || (size > 0 && value[filled - 1] == rate)) {
        return;
      }
      if (filled == step.length) {
        step = steps.next(size);
        value = values.next(size);
        filled = 0;
      }
      step[filled] = atStep;
      value[filled++] = rate;
      size++;
    }

    /** The rate of what was added; to be called once. */
    public LearningRate build() {
      return new LearningRate(steps.joined(size), values.joined(size));
    }
  }

  /** The rate at the end; null when none is known. */
  public @Nullable Double last() {
    return value.length == 0 ? null : (Double) value[value.length - 1];
  }

  /** Mean over the steps of a series; null when unknown before its last step. */
  @Nullable Double meanOver(LossSeries series) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < series.size(); i++) {
      Double rate = at(series.step(i));
      if (rate != null) {
        sum += rate;
        known++;
      }
    }
    return known == 0 ? null : (Double) (sum / known);
  }

  /** The rate at a step; null before the first that is known. */
  public @Nullable Double at(long atStep) {
    int found = Arrays.binarySearch(step, atStep);
    int index = found >= 0 ? found : -found - 2;
    return index < 0 ? null : (Double) value[index];
  }
}
