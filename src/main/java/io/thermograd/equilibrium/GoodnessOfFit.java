package io.thermograd.equilibrium;

import java.util.Arrays;
import org.hipparchus.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * How well a law's bin probabilities describe the visits in range.
 *
 * <p><b>Definition.</b> {@code klNats}: KL(p̂‖p) = Σp̂_i ln(p̂_i/p_i). {@code gStatistic}: 2N·KL,
 * with N_eff for N, after neighbours are pooled until each cell expects five effective visits.
 * {@code ksDistance}: the largest |F̂ − F| at the bins' edges.
 *
 * <p><b>Estimator.</b> p from χ² with cells − 1 − parameters degrees of freedom.
 *
 * <p><b>Bias.</b> {@code klNats} is high by about (K − 1)/2N even for the true law; scaling G by
 * N_eff/N is exact for an inefficiency that all bins share, approximate else.
 *
 * <p><b>Edge cases.</b> Too few cells: G and p are null. Visits where p = 0: KL, G infinite are no
 * numbers to report, so all three are null and the distance stands.
 *
 * <p><b>Reference.</b> Sokal and Rohlf 1981 (G-test); Cochran 1954 (pooling).
 *
 * @param klNats KL(p̂‖p) over the bins as they are
 * @param gStatistic G over pooled cells, scaled to N_eff
 * @param degreesOfFreedom of G
 * @param gTestP p-value of G
 * @param ksDistance Kolmogorov-Smirnov distance
 */
public record GoodnessOfFit(
    @Nullable Double klNats,
    @Nullable Double gStatistic,
    @Nullable Integer degreesOfFreedom,
    @Nullable Double gTestP,
    double ksDistance) {

  private static final double LEAST_EXPECTED = 5;

  /**
   * Compares visits with a law.
   *
   * @param occupancy the visits, at least one of them in range
   * @param probabilities of the in-range bins, summing to 1
   * @param parameters that were fitted to these visits
   * @param nEff how many independent visits those in range are worth
   */
  public static GoodnessOfFit of(
      Occupancy occupancy, double[] probabilities, int parameters, double nEff) {
    double n = occupancy.inRange();
    if (probabilities.length != occupancy.bins().count() || !(n > 0) || !(nEff > 0)) {
      throw new IllegalArgumentException(
          "Invalid comparison: " + probabilities.length + " bins, " + n + " visits, N_eff " + nEff);
    }
    double[] shares = new double[probabilities.length];
    Arrays.setAll(shares, i -> occupancy.inBin(i) / n);
    double distance = distance(shares, probabilities);
    double kl = divergence(shares, probabilities);
    if (Double.isInfinite(kl)) {
      return new GoodnessOfFit(null, null, null, null, distance);
    }
    double[][] cells = pool(shares, probabilities, LEAST_EXPECTED / nEff);
    int degrees = cells[0].length - 1 - parameters;
    if (degrees < 1) {
      return new GoodnessOfFit(kl, null, null, null, distance);
    }
    double g = 2 * nEff * divergence(cells[0], cells[1]);
    // The upper tail directly: 1 less the lower one rounds to 0.
    double p = Gamma.regularizedGammaQ(degrees / 2.0, g / 2);
    return new GoodnessOfFit(kl, g, degrees, p, distance);
  }

  private static double divergence(double[] shares, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i] > 0 ? shares[i] * Math.log(shares[i] / probabilities[i]) : 0;
    }
    return Math.max(0, sum); // rounding may leave −1e−17 at a perfect fit
  }

  private static double distance(double[] shares, double[] probabilities) {
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < shares.length; i++) {
      difference += shares[i] - probabilities[i];
      greatest = Math.max(greatest, Math.abs(difference));
    }
    return greatest;
  }

  /**
   * Neighbouring bins together until each cell holds at least {@code least}; the rest joins the
   * last.
   */
  private static double[][] pool(double[] shares, double[] probabilities, double least) {
    double[] pooledShares = new double[shares.length];
    double[] pooled = new double[shares.length];
    int cell = 0;
    for (int i = 0; i < shares.length; i++) {
      if (pooled[cell] >= least) {
        cell++;
      }
      pooledShares[cell] += shares[i];
      pooled[cell] += probabilities[i];
    }
    if (cell > 0 && pooled[cell] < least) {
      pooledShares[cell - 1] += pooledShares[cell];
      pooled[cell - 1] += pooled[cell];
      cell--;
    }
    return new double[][] {Arrays.copyOf(pooledShares, cell + 1), Arrays.copyOf(pooled, cell + 1)};
  }
}
