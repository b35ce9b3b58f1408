package io.thermograd.equilibrium;

import io.thermograd.equilibrium.Outcome.Determined;
import io.thermograd.equilibrium.Outcome.Undetermined;
import io.thermograd.trace.Sampling;
import java.util.Arrays;
import java.util.Objects;
import org.hipparchus.special.Gamma;

/**
 * Entropy of a window's visits over the bins.
 *
 * <p><b>Definition.</b> H = −Σp_i ln p_i over all slots, under- and overflow included, in nats.
 *
 * <p><b>Estimator.</b> {@code entropyNats}: plug-in. {@code entropyCorrected}: Grassberger, ln N −
 * Σn_i G(n_i)/N with G(n) = ψ(n) + ½(−1)^n(ψ((n+1)/2) − ψ(n/2)). {@code entropyMillerMadow}:
 * plug-in plus (K − 1)/2N, K the filled slots, as a cross-check.
 *
 * <p><b>Bias.</b> Plug-in: low by about (K − 1)/2N for independent visits. Both corrections take N,
 * not N_eff: the counts of a correlated series fluctuate more but its bins are filled by N visits
 * (measured with N_eff: +0.11 nats too high).
 *
 * <p><b>Numerics.</b> Hipparchus's ψ errs by up to 3e−9 (EntropyEstimateTest), and so does the
 * corrected entropy; counts up to N add up in double without loss below 2^53.
 *
 * <p><b>Edge cases.</b> No visit: undetermined. Fewer than three filled slots: {@code UNRESOLVED}.
 *
 * <p><b>Errors.</b> Delta method √(Var(−ln p̂)/N_eff), but at least √((K − 1)/2)/N_eff, the second
 * order, which is all there is at uniform p (2N·ΔH is χ² with K − 1 degrees). N_eff counts
 * independent values of −ln p̂, whose mean the entropy is, not of the loss: of a correlated
 * Gaussian loss they are twice as many, and of losses that add up to the same in every epoch far
 * fewer. docs/numerics.md has the measured coverage.
 *
 * <p><b>Reference.</b> Grassberger 2003 (physics/0307138); Miller 1955; Harris 1975.
 *
 * @param entropyNats plug-in
 * @param entropyCorrected Grassberger
 * @param entropyMillerMadow Miller and Madow
 * @param se standard error of the corrected entropy
 * @param nEff independent values of −ln p̂ that the series is worth
 * @param status whether the bins resolve it
 */
public record EntropyEstimate(
    double entropyNats,
    double entropyCorrected,
    double entropyMillerMadow,
    double se,
    double nEff,
    EntropyStatus status) {

  private static final int LEAST_FILLED = 3;

  public EntropyEstimate {
    Objects.requireNonNull(status, "status");
  }

  /** Estimates the entropy of a series' visits to the bins. */
  public static Outcome<EntropyEstimate> of(LossBins bins, LossSeries series, Sampling sampling) {
    Occupancy occupancy = Occupancy.of(bins, series.losses());
    LossSeries surprise = surprise(occupancy, series);
    // Bins visited equally often surprise equally: what is left to count is losses.
    LossSeries counted = surprise.size() > 0 && surprise.varies() ? surprise : series;
    double nEff = StatisticalInefficiency.of(counted, sampling).effectiveSize(series.size());
    return of(occupancy, nEff);
  }

  /** −ln p̂ of each loss's slot. */
  private static LossSeries surprise(Occupancy occupancy, LossSeries series) {
    long n = occupancy.n();
    double[] ofSlot = new double[occupancy.counts().length];
    Arrays.setAll(
        ofSlot,
        i -> occupancy.counts()[i] == 0 ? 0 : -Math.log(occupancy.counts()[i] / (double) n));
    return series.withLosses(
        series.losses().map(loss -> ofSlot[occupancy.bins().slotOf(loss)]).toArray());
  }

  /**
   * Estimates the entropy of the visits.
   *
   * @param occupancy the visits
   * @param nEff how many independent visits they are worth
   */
  public static Outcome<EntropyEstimate> of(Occupancy occupancy, double nEff) {
    if (!(nEff > 0) || Double.isInfinite(nEff)) {
      throw new IllegalArgumentException("Invalid N_eff: " + nEff + " (must be positive)");
    }
    long n = occupancy.n();
    if (n == 0) {
      return new Undetermined<>(UndeterminedReason.TOO_FEW_VALUES);
    }
    int filled = occupancy.filledSlots();
    double visits = (double) n;
    double plugIn = plugIn(occupancy.counts(), visits);
    double variance = surpriseVariance(occupancy.counts(), visits, plugIn);
    double floor = (filled - 1) / (2 * nEff * nEff);
    return new Determined<>(
        new EntropyEstimate(
            plugIn,
            grassberger(occupancy.counts(), visits),
            plugIn + (filled - 1) / (2 * visits),
            Math.sqrt(Math.max(variance / nEff, floor)),
            nEff,
            filled < LEAST_FILLED ? EntropyStatus.UNRESOLVED : EntropyStatus.OK));
  }

  private static double plugIn(long[] counts, double n) {
    double entropy = 0;
    for (long count : counts) {
      entropy -= count == 0 ? 0 : count / n * Math.log(count / n);
    }
    return entropy + 0.0; // one bin gives −0.0
  }

  private static double surpriseVariance(long[] counts, double n, double mean) {
    double variance = 0;
    for (long count : counts) {
      if (count > 0) {
        double deviation = -Math.log(count / n) - mean;
        variance += count / n * deviation * deviation;
      }
    }
    return variance;
  }

  private static double grassberger(long[] counts, double n) {
    double sum = 0;
    for (long count : counts) {
      if (count > 0) {
        double swing = 0.5 * (Gamma.digamma((count + 1) / 2.0) - Gamma.digamma(count / 2.0));
        sum += count * (Gamma.digamma((double) count) + (count % 2 == 0 ? swing : -swing));
      }
    }
    return Math.log(n) - sum / n;
  }
}
