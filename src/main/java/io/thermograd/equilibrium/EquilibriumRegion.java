package io.thermograd.equilibrium;

import io.thermograd.trace.Sampling;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's loss fluctuates about a level.
 *
 * <p><b>Definition.</b> The region lasts from t0 to the run's end; t0 = max(Chodera's, MSER's), at
 * most 0.9 of the run. Chodera's rule maximises N_eff(t0), MSER minimises the standard error of the
 * mean; the former alone starts too early after a start far out. β and the Boltzmann probabilities
 * use the region.
 *
 * <p><b>Estimator.</b> Both rules see the means of whole epochs when sampling is shuffled (10
 * epochs at least), else at most 2^16 block means; Chodera's a grid of 61 candidates. What remains
 * is tested for a trend ({@link LinearTrend}, 5 %).
 *
 * <p><b>Bias.</b> t0 is late on a slow decay, by design.
 *
 * <p><b>Shape and units.</b> Steps; slope in loss per step.
 *
 * <p><b>Numerics.</b> O(n log n) per candidate.
 *
 * <p><b>Edge cases.</b> Under {@value #MIN_LOSSES} losses, or all equal: {@link Undetermined}.
 * Under 20 independent means in the region: {@link Verdict#TOO_SHORT}, no trend test.
 *
 * <p><b>Errors.</b> None is given for t0.
 *
 * <p><b>Reference.</b> Chodera 2016; White 1997, Simulation 69, 323 (MSER).
 */
public sealed interface EquilibriumRegion {
  /** Losses under which nothing is looked for. */
  int MIN_LOSSES = 20;

  /** Epochs from which their means are what the rules see. */
  int MIN_EPOCHS = 10;

  /** The longest series of block means that the rules see. */
  int MAX_BLOCKS = 1 << 16;

  /** Size of the trend test. */
  double SIGNIFICANCE = 0.05;

  /** Whether the region is in equilibrium. */
  enum Verdict {
    /** No trend is left. */
    EQUILIBRATED,
    /** A trend is left, significant at 5 %. */
    DRIFTING,
    /** Too few independent values to say. */
    TOO_SHORT
  }

  /**
   * A region.
   *
   * @param fromStep its first step
   * @param verdict whether it is in equilibrium
   * @param slope of the loss, per step
   * @param slopeSe its standard error
   * @param trendP p-value of a slope of 0; null when {@code TOO_SHORT}
   */
  record Found(
      long fromStep, Verdict verdict, double slope, double slopeSe, @Nullable Double trendP)
      implements EquilibriumRegion {
    public Found {
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /** Why no region can be told. */
  enum Cause {
    /** No finite loss was logged. */
    NO_LOSSES,
    /** Fewer losses than anything can be told from. */
    FEW_LOSSES,
    /** All losses are equal. */
    CONSTANT,
    /** They range further than a variance can be computed of. */
    UNMEASURABLE,
    /** None follows the declared burn-in. */
    BURN_IN
  }

  /**
   * No region can be told.
   *
   * @param cause why
   * @param reason the same in words
   */
  record Undetermined(Cause cause, String reason) implements EquilibriumRegion {
    public Undetermined {
      Objects.requireNonNull(cause, "cause");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Finds the region of a run, or takes what follows the declared burn-in. */
  static EquilibriumRegion of(LossSeries series, Sampling sampling, EquilibriumSettings settings) {
    if (series.size() < MIN_LOSSES) {
      return new Undetermined(
          series.size() == 0 ? Cause.NO_LOSSES : Cause.FEW_LOSSES,
          series.size() + " finite losses: fewer than " + MIN_LOSSES);
    }
    if (!series.varies()) {
      return new Undetermined(Cause.CONSTANT, "all " + series.size() + " losses are equal");
    }
    String unmeasurable = series.unmeasurable();
    if (unmeasurable != null) {
      return new Undetermined(Cause.UNMEASURABLE, unmeasurable);
    }
    Long declared = settings.burnIn();
    int begin = declared == null ? begin(series, sampling) : series.firstIndexFrom(declared);
    if (series.size() - begin < 2) {
      return new Undetermined(Cause.BURN_IN, "no losses after the declared burn_in " + declared);
    }
    return tested(series.sliceIndices(begin, series.size()), sampling);
  }

  private static int begin(LossSeries series, Sampling sampling) {
    SeriesBlocks seen = seen(series, sampling);
    return seen.begin()[Math.max(BurnIn.chodera(seen.mean()), BurnIn.mser(seen.mean()))];
  }

  private static SeriesBlocks seen(LossSeries series, Sampling sampling) {
    if (sampling == Sampling.SHUFFLED && series.kind() == EnergyKind.BATCH) {
      SeriesBlocks epochs = SeriesBlocks.wholeEpochs(series);
      if (epochs.count() >= MIN_EPOCHS) {
        return epochs;
      }
    }
    return SeriesBlocks.ofSteps(series, MAX_BLOCKS);
  }

  private static Found tested(LossSeries region, Sampling sampling) {
    SeriesBlocks seen = seen(region, sampling);
    LinearTrend trend = LinearTrend.of(seen.mean());
    Double p = trend.pValue();
    Verdict verdict =
        p == null ? Verdict.TOO_SHORT : p < SIGNIFICANCE ? Verdict.DRIFTING : Verdict.EQUILIBRATED;
    long first = region.step(seen.begin()[0]);
    long last = region.step(seen.begin()[seen.count()] - 1);
    double stepsPerBlock = (double) (last - first + 1) / seen.count();
    return new Found(
        region.step(0), verdict, trend.slope() / stepsPerBlock, trend.se() / stepsPerBlock, p);
  }
}
