package io.thermograd.equilibrium;

import java.util.Objects;

/**
 * Where a run's loss has become roughly stable: after the fast transient, a slow trend allowed.
 *
 * <p><b>Definition.</b> The region starts at the last material change point of the slope of log
 * loss and lasts to the run's end. It is the premise of the decay law; entropy windows and decay
 * fits use it.
 *
 * <p><b>Estimator.</b> The loss is cut into epochs (or, under 20 of them, blocks of at least 5
 * steps), these into at most 400 groups; the curve is the median of the log means of a group,
 * spikes removed. Straight lines are fitted to stretches of it by dynamic programming, 1 to 8
 * stretches of at least 1/20 of the run, against the step and against its logarithm; BIC chooses
 * number and {@link TimeAxis}. From the last change point backwards, a stretch is taken into the
 * region while one line through the whole stays within half of the robust s.d. of a single log loss
 * of every stretch's own line (r.m.s.): the bend is invisible beside the fluctuation then. Blocks
 * at the very start whose mean is over 3 such s.d. off the line are left out.
 *
 * <p><b>Bias.</b> A smoothly bending curve (an exponential with a floor) has no true change point:
 * the start lies where the bend sinks under the noise.
 *
 * <p><b>Shape and units.</b> A step and its epoch, resolved to 1/400 of the run.
 *
 * <p><b>Numerics.</b> O(T + 400²·8).
 *
 * <p><b>Edge cases.</b> Where a loss is ≤ 0 the loss itself takes the place of its logarithm
 * ({@link LossScale}): a shift would make the start depend on an arbitrary offset. Under 100
 * losses: {@link Undetermined}. A constant loss is stable from its first step.
 *
 * <p><b>Errors.</b> None is given.
 *
 * <p><b>Reference.</b> Bai and Perron 2003, J. Appl. Econometrics 18, 1 (dynamic programming).
 */
public sealed interface StableRegion {

  /** What the slope is taken of. */
  enum LossScale {
    /** The logarithm of the loss. */
    LOGARITHMIC,
    /** The loss itself, since it is not positive everywhere. */
    LINEAR
  }

  /** What the slope is taken against. */
  enum TimeAxis {
    /** The step: an exponential decay is one line. */
    STEP,
    /** The logarithm of the step: a power law is one line. */
    LOG_STEP,
    /** The declaration fixed the start. */
    DECLARED
  }

  /**
   * A region was found.
   *
   * @param fromStep its first step
   * @param fromEpoch that step's epoch
   * @param scale what the slope is taken of
   * @param axis what it is taken against
   */
  record Found(long fromStep, int fromEpoch, LossScale scale, TimeAxis axis)
      implements StableRegion {
    public Found {
      Objects.requireNonNull(scale, "scale");
      Objects.requireNonNull(axis, "axis");
    }
  }

  /**
   * No region can be told.
   *
   * @param reason why
   */
  record Undetermined(String reason) implements StableRegion {
    public Undetermined {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Finds the region of a run, or takes the declared one. */
  static StableRegion of(LossSeries series, EquilibriumSettings settings) {
    String unmeasurable = series.size() == 0 ? null : series.unmeasurable();
    if (unmeasurable != null) {
      return new Undetermined(unmeasurable);
    }
    Long declared = settings.stableFrom();
    if (declared != null) {
      int index = series.firstIndexFrom(declared);
      return index < series.size()
          ? new Found(
              series.step(index),
              series.epoch(index),
              StableRegionSearch.scaleOf(series),
              TimeAxis.DECLARED)
          : new Undetermined("no finite loss at or after the declared stable_from " + declared);
    }
    if (series.size() < StableRegionSearch.MIN_LOSSES) {
      return new Undetermined(
          series.size()
              + " finite losses: fewer than "
              + StableRegionSearch.MIN_LOSSES
              + " can't tell a transient from a trend");
    }
    return new StableRegionSearch(series).found();
  }
}
