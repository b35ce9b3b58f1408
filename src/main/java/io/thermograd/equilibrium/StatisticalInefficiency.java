package io.thermograd.equilibrium;

import io.thermograd.trace.Sampling;
import java.util.Objects;
import org.hipparchus.stat.descriptive.moment.Variance;

/**
 * How many correlated losses carry the information of one independent loss about the mean.
 *
 * <p><b>Definition.</b> g = 1 + 2Σ(1−τ/T)ρ(τ), so that Var(mean) = g·Var(x)/T and N_eff = T/g.
 *
 * <p><b>Estimator.</b> The sum stops before the first ρ(τ) ≤ 0. With shuffled sampling the noise of
 * the mini-batches is anticorrelated inside an epoch, the sum stops at once and slow motion stays
 * hidden; so there g = g_epoch·n_b·Var(epoch means)/Var(x), n_b losses per epoch, may be below 1.
 * Under {@value #ENOUGH_EPOCHS} whole epochs it is the larger of that and the series' own g ({@link
 * Basis#FEW_EPOCHS}).
 *
 * <p><b>Bias.</b> Low, by the mean's estimation and the truncation: about −2g²/T relative, so trust
 * it where T is over some 50 g.
 *
 * <p><b>Shape and units.</b> A number of losses; 1 for independent ones, T for a constant series
 * (one value was seen). Never below 1/n_b, which keeps N_eff finite where whole epochs have the
 * same mean.
 *
 * <p><b>Numerics.</b> By FFT, on at most 2^20 block means of B losses, in 32 MB: g =
 * g_block·B·Var(block means)/Var(x).
 *
 * <p><b>Edge cases.</b> Fewer than two losses: g = 1.
 *
 * <p><b>Errors.</b> None is given; N_eff is known to some 20-30 %.
 *
 * <p><b>Reference.</b> Chodera 2016, J. Chem. Theory Comput. 12, 1799.
 *
 * @param value g
 * @param basis what it was estimated on
 */
public record StatisticalInefficiency(double value, Basis basis) {

  /** Whole epochs from which the epoch means alone decide. */
  public static final int ENOUGH_EPOCHS = 25;

  /** The longest series that is transformed as it is. */
  static final int MAX_BLOCKS = 1 << 20;

  /** What g was estimated on. */
  public enum Basis {
    /** Single losses, or block means of a series longer than 2^20. */
    STEPS,
    /** The means of whole epochs. */
    EPOCH_MEANS,
    /** Fewer than 25 epochs: the larger of the two, to be read with care. */
    FEW_EPOCHS
  }

  public StatisticalInefficiency {
    Objects.requireNonNull(basis, "basis");
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("Invalid statistical inefficiency: " + value);
    }
  }

  /** g of one run's losses. */
  public static StatisticalInefficiency of(LossSeries series, Sampling sampling) {
    double own = ofSteps(series);
    // A full loss is logged once an epoch or so: nothing is drawn, nothing anticorrelated.
    if (sampling == Sampling.WITH_REPLACEMENT || series.kind() == EnergyKind.FULL) {
      return new StatisticalInefficiency(own, Basis.STEPS);
    }
    SeriesBlocks epochs = SeriesBlocks.wholeEpochs(series);
    if (epochs.count() < 2) {
      return new StatisticalInefficiency(own, Basis.FEW_EPOCHS);
    }
    double byEpochs = Math.max(1 / epochs.meanSize(), scaled(epochs, series));
    return epochs.count() >= ENOUGH_EPOCHS
        ? new StatisticalInefficiency(byEpochs, Basis.EPOCH_MEANS)
        : new StatisticalInefficiency(Math.max(own, byEpochs), Basis.FEW_EPOCHS);
  }

  private static double ofSteps(LossSeries series) {
    if (series.size() < 2) {
      return 1;
    }
    return series.size() <= MAX_BLOCKS
        ? Autocorrelation.inefficiency(series.losses().toArray())
        : scaled(SeriesBlocks.ofSteps(series, MAX_BLOCKS), series);
  }

  private static double scaled(SeriesBlocks blocks, LossSeries series) {
    double variance = series.variance(blocks.begin()[0], blocks.begin()[blocks.count()]);
    if (!(variance > 0)) {
      return series.size();
    }
    double ratio = new Variance().evaluate(blocks.mean()) / variance;
    return Autocorrelation.inefficiency(blocks.mean()) * blocks.meanSize() * ratio;
  }

  /** N_eff of {@code size} losses. */
  public double effectiveSize(long size) {
    return size / value;
  }
}
