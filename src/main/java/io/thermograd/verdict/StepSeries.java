package io.thermograd.verdict;

import io.thermograd.equilibrium.EnergyKind;
import io.thermograd.equilibrium.LearningRate;
import io.thermograd.equilibrium.LossSeries;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The scalar series of one run: 20 bytes a finite loss, and 16 each time that the learning rate
 * changes.
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

  private final int size;
  private final LossSeries batch;
  private final LossSeries full;
  private final boolean hasLosses;
  private final boolean endsFinite;
  private final int[] epoch;
  private final double[] epochLoss;
  private final LearningRate learningRate;

  private StepSeries(Builder steps) {
    size = steps.size;
    batch = steps.batch.build();
    full = steps.full.build();
    hasLosses = batch.size() + batch.nonFinite() > 0;
    endsFinite = steps.endsFinite;
    epoch = Arrays.copyOf(steps.epoch, steps.epochs);
    epochLoss = Arrays.copyOf(steps.epochLoss, steps.epochs);
    learningRate = steps.learningRate.build();
  }

  /** Gathers the steps of a run. Not thread-safe. */
  public static final class Builder {
    private final LossSeries.Builder batch = new LossSeries.Builder(EnergyKind.BATCH);
    private final LossSeries.Builder full = new LossSeries.Builder(EnergyKind.FULL);
    private final LearningRate.Builder learningRate = new LearningRate.Builder();
    private int[] epoch = new int[16];
    private double[] epochLoss = new double[16];
    private int epochs;
    private double sum;
    private int known;
    private long last;
    private int size;
    private boolean endsFinite = true;

    /** Appends a step. */
    public void add(Step next) {
      if (size > 0 && next.step() <= last) {
        throw new IllegalArgumentException("Invalid step: " + next.step() + " after " + last);
      }
      if (size == 0 || next.epoch() != epoch[epochs - 1]) {
        addEpoch(next.epoch());
      }
      last = next.step();
      size++;
      Double loss = next.loss();
      if (loss != null) {
        batch.add(next.step(), next.epoch(), loss);
        endsFinite = Double.isFinite(loss);
        sum += endsFinite ? loss : 0;
        known += endsFinite ? 1 : 0;
      }
      epochLoss[epochs - 1] = known == 0 ? Double.NaN : sum / known;
      if (next.fullLoss() != null) {
        full.add(next.step(), next.epoch(), next.fullLoss());
      }
      if (next.lr() != null) {
        learningRate.add(next.step(), next.lr());
      }
    }

    private void addEpoch(int next) {
      if (epochs == epoch.length) {
        epoch = Arrays.copyOf(epoch, 2 * epochs);
        epochLoss = Arrays.copyOf(epochLoss, 2 * epochs);
      }
      epoch[epochs++] = next;
      sum = 0;
      known = 0;
    }

    /** The series of what was added; to be called once. */
    public StepSeries build() {
      return new StepSeries(this);
    }
  }

  /** Epochs of which a step was logged. */
  public int epochs() {
    return (int) Arrays.stream(epoch).distinct().count();
  }

  /** The epochs in the order of their steps; one that is come back to stands there again. */
  int[] epochsInOrder() {
    return epoch;
  }

  /** The mean finite mini-batch loss of each of {@link #epochsInOrder}; NaN without any. */
  double[] epochLosses() {
    return epochLoss;
  }

  /** Steps logged. */
  public int size() {
    return size;
  }

  /** Whether any mini-batch loss was logged. */
  public boolean hasLosses() {
    return hasLosses;
  }

  /** Whether the last mini-batch loss that was logged is finite; true when none was. */
  public boolean endsFinite() {
    return endsFinite;
  }

  /** The finite mini-batch losses. */
  public LossSeries batchLosses() {
    return batch;
  }

  /** The finite full losses; null when none was logged. */
  public @Nullable LossSeries fullLosses() {
    return full.size() == 0 ? null : full;
  }

  /** The learning rate as logged; {@code declared} when none was. */
  public LearningRate learningRate(@Nullable Double declared) {
    if (learningRate.last() != null) {
      return learningRate;
    }
    return declared == null || !(declared > 0)
        ? LearningRate.UNKNOWN
        : LearningRate.constant(declared);
  }

  /** The learning rate of the last step; {@code declared} when none was logged. */
  public @Nullable Double lastLearningRate(@Nullable Double declared) {
    return learningRate.last() == null ? declared : learningRate.last();
  }
}
