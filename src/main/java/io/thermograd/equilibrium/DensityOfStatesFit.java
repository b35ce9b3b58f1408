package io.thermograd.equilibrium;

import io.thermograd.equilibrium.Outcome.Determined;
import io.thermograd.equilibrium.Outcome.Undetermined;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * β with a density of states that grows as a power of the energy above its ground.
 *
 * <p><b>Definition.</b> p(E) ∝ (E − E0)^(ν−1) exp(−βE), E &gt; E0: a gamma law. Exact for a
 * quadratic bowl in d dimensions with ν = d/2; ν = 1 is the source model.
 *
 * <p><b>Estimator.</b> Maximum likelihood on the losses themselves, not on bins: two sums suffice,
 * and no grid can hide the behaviour near E0. E0 declared, or by {@link GroundEnergyProfile}.
 *
 * <p><b>Bias.</b> O(1/N_eff) of ν and β (β about +3/N_eff of itself).
 *
 * <p><b>Shape and units.</b> ν without unit, β in 1/loss, E0 in units of the loss.
 *
 * <p><b>Numerics.</b> ln ν − ψ(ν) is solved for from mean(d − ln(1 + d)), d the relative deviation
 * from the mean, which doesn't cancel when the losses are far above E0. Hipparchus's ψ errs by up
 * to 3e−9, which moves ν by about 1e−8 of itself.
 *
 * <p><b>Edge cases.</b> A loss at or below a declared E0, all losses equal, fewer than 20 losses:
 * undetermined.
 *
 * <p><b>Errors.</b> E0 declared: the sandwich I⁻¹JI⁻¹/N, J the scores' long-run covariance by batch
 * means, and t quantiles with batches − 1 degrees; N_eff alone is wrong since ln(E − E0)
 * decorrelates at another pace than E. E0 fitted: no error is claimed, {@link #seReason()} says
 * why.
 *
 * <p><b>Reference.</b> docs/numerics.md; Flegal and Jones 2010 (batch means).
 *
 * @param shape ν
 * @param shapeSe its standard error
 * @param beta inverse temperature
 * @param betaSe its standard error
 * @param e0 ground energy
 * @param parameters fitted: 2, or 3 with E0
 * @param batches behind the standard errors; 0 without
 * @param seReason why there is no standard error
 */
public record DensityOfStatesFit(
    double shape,
    @Nullable Double shapeSe,
    double beta,
    @Nullable Double betaSe,
    double e0,
    int parameters,
    int batches,
    @Nullable UndeterminedReason seReason) {

  /** At and below this shape the profile of E0 runs into the least loss. */
  private static final double REGULAR_SHAPE = 2;

  private static final int LEAST_VALUES = 20;
  private static final double LEAST_SPREAD = 1e-9;

  public DensityOfStatesFit {
    if (!(shape > 0) || !(beta > 0) || !Double.isFinite(e0)) {
      throw new IllegalArgumentException(
          "Invalid fit: shape " + shape + ", beta " + beta + ", e0 " + e0);
    }
    if ((betaSe == null) == (seReason == null)) {
      throw new IllegalArgumentException("Invalid fit: either a standard error or a reason");
    }
  }

  /**
   * Fits ν and β.
   *
   * @param losses their order of time is what the batch means are of
   * @param e0 the ground energy as declared
   * @param nEff how many independent losses they are worth, which sets the batches' least length
   */
  public static Outcome<DensityOfStatesFit> of(LossSeries losses, double e0, double nEff) {
    if (!(nEff > 0) || Double.isInfinite(nEff) || !Double.isFinite(e0)) {
      throw new IllegalArgumentException("Invalid N_eff or e0: " + nEff + ", " + e0);
    }
    UndeterminedReason unfit = unfit(losses);
    if (unfit != null) {
      return new Undetermined<>(unfit);
    }
    if (!(losses.losses().min().orElseThrow() > e0)) {
      return new Undetermined<>(UndeterminedReason.LOSS_NOT_ABOVE_E0);
    }
    double[] heights = heights(losses, e0);
    if (!resolved(heights)) {
      return new Undetermined<>(UndeterminedReason.ONE_VALUE);
    }
    GammaLaw law = GammaLaw.fit(heights);
    ScoreCovariance covariance = ScoreCovariance.of(heights, law, losses.size() / nEff);
    return new Determined<>(
        new DensityOfStatesFit(
            law.shape(),
            covariance.shapeSe(),
            law.rate(),
            covariance.rateSe(),
            e0,
            2,
            covariance.batches(),
            null));
  }

  /** Fits ν, β and E0. */
  public static Outcome<DensityOfStatesFit> profiled(LossSeries losses) {
    UndeterminedReason unfit = unfit(losses);
    if (unfit != null) {
      return new Undetermined<>(unfit);
    }
    Double e0 = GroundEnergyProfile.maximise(losses);
    if (e0 == null) {
      return new Undetermined<>(UndeterminedReason.E0_UNBOUNDED);
    }
    double ground = e0;
    GammaLaw law = GammaLaw.fit(heights(losses, ground));
    UndeterminedReason reason =
        law.shape() <= REGULAR_SHAPE
            ? UndeterminedReason.E0_BOUNDARY
            : UndeterminedReason.E0_PROFILED;
    return new Determined<>(
        new DensityOfStatesFit(law.shape(), null, law.rate(), null, ground, 3, 0, reason));
  }

  /** ln ∫(E − E0)^(ν−1) exp(−βE) dE. */
  public double logPartitionFunction() {
    return Gamma.logGamma(shape) - shape * Math.log(beta) - beta * e0;
  }

  /** Half the width of β's confidence interval; null without a standard error. */
  public @Nullable Double betaHalfWidth(double confidence) {
    Double se = betaSe;
    return se == null ? null : (Double) (se * quantile(confidence));
  }

  /** Half the width of ν's confidence interval; null without a standard error. */
  public @Nullable Double shapeHalfWidth(double confidence) {
    Double se = shapeSe;
    return se == null ? null : (Double) (se * quantile(confidence));
  }

  /** Probabilities of the in-range bins, given that the loss is in range. */
  public double[] probabilities(LossBins bins) {
    return DoubleStream.of(logProbabilities(bins)).map(Math::exp).toArray();
  }

  /** Σn_i ln p_i over the in-range visits; −∞ where the law forbids a visited bin. */
  public double logLikelihood(Occupancy occupancy) {
    double[] logs = logProbabilities(occupancy.bins());
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      long visits = occupancy.inBin(i);
      sum += visits == 0 ? 0 : visits * logs[i];
    }
    return sum;
  }

  private double[] logProbabilities(LossBins bins) {
    GammaLaw law = new GammaLaw(shape, beta);
    double[] logs = new double[bins.count()];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = law.logMass(bins.edges()[i] - e0, bins.edges()[i + 1] - e0);
      greatest = Math.max(greatest, logs[i]);
    }
    if (Double.isInfinite(greatest)) {
      throw new IllegalArgumentException("Invalid grid: all of " + bins + " lies below " + e0);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - greatest);
    }
    double total = greatest + Math.log(sum);
    Arrays.setAll(logs, i -> logs[i] - total);
    return logs;
  }

  private double quantile(double confidence) {
    return new TDistribution(batches - 1).inverseCumulativeProbability(0.5 + confidence / 2);
  }

  /** Whether the heights differ by more than their own rounding. */
  private static boolean resolved(double[] heights) {
    double lo = DoubleStream.of(heights).min().orElseThrow();
    double hi = DoubleStream.of(heights).max().orElseThrow();
    return hi - lo > LEAST_SPREAD * hi && Double.isFinite(hi);
  }

  private static double[] heights(LossSeries losses, double ground) {
    return losses.losses().map(loss -> loss - ground).toArray();
  }

  private static @Nullable UndeterminedReason unfit(LossSeries losses) {
    if (losses.size() < LEAST_VALUES) {
      return UndeterminedReason.TOO_FEW_VALUES;
    }
    double lo = losses.losses().min().orElseThrow();
    double hi = losses.losses().max().orElseThrow();
    if (Double.isInfinite(hi - lo)) {
      return UndeterminedReason.RANGE_OVERFLOW;
    }
    return lo == hi ? UndeterminedReason.ONE_VALUE : null;
  }
}
