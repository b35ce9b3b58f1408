package io.thermograd.verdict;

import io.thermograd.equilibrium.EnergyKind;
import io.thermograd.equilibrium.LearningRate;
import io.thermograd.equilibrium.LossSeries;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The scalar series of one run, step by step, in primitive columns of 28 bytes a step. Not
 * thread-safe.
 */
public final class StepSeries {
  /**
   * One step.
   *
   * @param step global iteration; greater than the one before
   * @param epoch pass over the data
   * @param loss mini-batch loss, finite or not; null when none was logged
   * @param fullLoss loss over the whole set; null when none was logged
   * @param lr learning rate; null when none was logged
   */
  public record Step(
      long step,
      int epoch,
      @Nullable Double loss,
      @Nullable Double fullLoss,
      @Nullable Double lr) {}

  private static final int FIRST_CAPACITY = 1024;

  private long[] step = new long[FIRST_CAPACITY];
  private int[] epoch = new int[FIRST_CAPACITY];
  private double[] loss = new double[FIRST_CAPACITY];
  private double[] fullLoss = new double[FIRST_CAPACITY];
  private long[] lrStep = new long[1];
  private double[] lrValue = new double[1];
  private int size;
  private int lrSize;
  private int batchLosses;
  private int nonFiniteBatch;
  private int nonFiniteFull;
  private boolean lastLossIsFinite = true;

  /** Appends a step. */
  public void add(Step next) {
    if (size > 0 && next.step() <= step[size - 1]) {
      throw new IllegalArgumentException(
          "Invalid step: " + next.step() + " after " + step[size - 1]);
    }
    if (size == step.length) {
      grow();
    }
    step[size] = next.step();
    epoch[size] = next.epoch();
    loss[size] = orNaN(next.loss());
    fullLoss[size] = orNaN(next.fullLoss());
    size++;
    if (next.loss() != null) {
      batchLosses++;
      lastLossIsFinite = Double.isFinite(next.loss());
      nonFiniteBatch += lastLossIsFinite ? 0 : 1;
    }
    if (next.fullLoss() != null) {
      nonFiniteFull += Double.isFinite(next.fullLoss()) ? 0 : 1;
    }
    addLearningRate(next);
  }

  private void addLearningRate(Step next) {
    Double lr = next.lr();
    if (lr == null || !(lr > 0) || Double.isInfinite(lr)) {
      return;
    }
    if (lrSize > 0 && lrValue[lrSize - 1] == lr) {
      return;
    }
    if (lrSize == lrStep.length) {
      lrStep = Arrays.copyOf(lrStep, 2 * lrSize);
      lrValue = Arrays.copyOf(lrValue, 2 * lrSize);
    }
    lrStep[lrSize] = next.step();
    lrValue[lrSize++] = lr;
  }

  private void grow() {
    int capacity = 2 * size;
    step = Arrays.copyOf(step, capacity);
    epoch = Arrays.copyOf(epoch, capacity);
    loss = Arrays.copyOf(loss, capacity);
    fullLoss = Arrays.copyOf(fullLoss, capacity);
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  /** Epochs of which a step was logged. */
  public int epochs() {
    return (int) Arrays.stream(epoch, 0, size).distinct().count();
  }

  /** The learning rate of the last step; {@code declared} when none was logged. */
  public @Nullable Double lastLearningRate(@Nullable Double declared) {
    return lrSize == 0 ? declared : (Double) lrValue[lrSize - 1];
  }

  /** Steps logged. */
  public int size() {
    return size;
  }

  /** Step of the i-th row. */
  public long stepAt(int i) {
    return step[i];
  }

  /** Epoch of the i-th row. */
  public int epochAt(int i) {
    return epoch[i];
  }

  /** Whether any mini-batch loss was logged. */
  public boolean hasLosses() {
    return batchLosses > 0;
  }

  /** Whether the last mini-batch loss that was logged is finite; true when none was. */
  public boolean endsFinite() {
    return lastLossIsFinite;
  }

  /** The finite mini-batch losses. */
  public LossSeries batchLosses() {
    return finite(EnergyKind.BATCH, loss, nonFiniteBatch);
  }

  /** The finite full losses; null when none was logged. */
  public @Nullable LossSeries fullLosses() {
    LossSeries series = finite(EnergyKind.FULL, fullLoss, nonFiniteFull);
    return series.size() == 0 ? null : series;
  }

  private LossSeries finite(EnergyKind kind, double[] values, int nonFinite) {
    long[] steps = new long[size];
    int[] epochs = new int[size];
    double[] finite = new double[size];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (Double.isFinite(values[i])) {
        steps[kept] = step[i];
        epochs[kept] = epoch[i];
        finite[kept++] = values[i];
      }
    }
    return new LossSeries(
        kind,
        Arrays.copyOf(steps, kept),
        Arrays.copyOf(epochs, kept),
        Arrays.copyOf(finite, kept),
        nonFinite);
  }

  /** Mini-batch loss of the i-th row; NaN when none was logged or it isn't a number. */
  public double lossAt(int i) {
    return loss[i];
  }

  /** The learning rate as logged; {@code declared} when none was. */
  public LearningRate learningRate(@Nullable Double declared) {
    if (lrSize > 0) {
      return new LearningRate(Arrays.copyOf(lrStep, lrSize), Arrays.copyOf(lrValue, lrSize));
    }
    return declared == null || !(declared > 0)
        ? LearningRate.UNKNOWN
        : LearningRate.constant(declared);
  }
}
