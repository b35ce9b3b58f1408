package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.Objects;

/**
 * Boltzmann probabilities of the bins of a grid at a given β: claim T3, and T4's slopes.
 *
 * <p><b>Definition.</b> p_i = m_i(β)/Z over the in-range bins. Equal widths: m_i = exp(−βE_i), E_i
 * the bin's centre. Else m_i = ∫exp(−βE)dE over the bin, which for equal widths differs by a factor
 * that all bins share.
 *
 * <p><b>Shape and units.</b> β in 1/loss, of either sign. Z is a number for equal widths, in units
 * of the loss else. {@code energies[i]} is the centre, or for unequal widths the mean of E in the
 * bin under the law: −d ln m_i/dβ.
 *
 * <p><b>Numerics.</b> Energies are taken from the grid's lower end and the sum by log-sum-exp: no
 * over- or underflow at any β. sinh(x)/x and its derivatives switch to their series at small x.
 *
 * <p><b>Edge cases.</b> β = 0 is uniform in E. One bin: p = 1.
 *
 * <p><b>Reference.</b> docs/numerics.md, Boltzmann probabilities.
 *
 * @param bins the grid
 * @param beta inverse temperature
 * @param logPartitionFunction ln Z
 * @param probabilities p_i per in-range bin
 * @param energies E_i per in-range bin
 */
public record BoltzmannLaw(
    LossBins bins,
    double beta,
    double logPartitionFunction,
    double[] probabilities,
    double[] energies) {

  /** Below this the closed forms cancel and the series are exact to a rounding. */
  private static final double SERIES = 1e-2;

  public BoltzmannLaw {
    Objects.requireNonNull(bins, "bins");
    if (probabilities.length != bins.count() || energies.length != bins.count()) {
      throw new IllegalArgumentException(
          "Invalid law: " + probabilities.length + " probabilities for " + bins.count() + " bins");
    }
  }

  /** The law at {@code beta}. */
  public static BoltzmannLaw at(LossBins bins, double beta) {
    if (!Double.isFinite(beta)) {
      throw new IllegalArgumentException("Invalid beta: " + beta + " (must be finite)");
    }
    int count = bins.count();
    double ground = bins.edges()[0];
    boolean centred = bins.spacing() == Spacing.LINEAR;
    double[] logs = new double[count];
    double[] energies = new double[count];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double half = 0.5 * bins.width(i);
      double centre = bins.centre(i);
      double x = beta * half;
      logs[i] = -beta * (centre - ground) + (centred ? 0 : Math.log(2 * half) + logSinhc(x));
      energies[i] = centred ? centre : centre - half * langevin(x);
      greatest = Math.max(greatest, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - greatest);
    }
    double logSum = greatest + Math.log(sum);
    double[] probabilities = new double[count];
    Arrays.setAll(probabilities, i -> Math.exp(logs[i] - logSum));
    return new BoltzmannLaw(bins, beta, logSum - beta * ground, probabilities, energies);
  }

  /** Σ p_i E_i. */
  public double meanEnergy() {
    double ground = bins.edges()[0];
    double mean = 0;
    for (int i = 0; i < probabilities.length; i++) {
      mean += probabilities[i] * (energies[i] - ground);
    }
    return ground + mean;
  }

  /** Var_p(E): −d⟨E⟩/dβ for equal widths; of the bins' mean energies else. */
  public double energyVariance() {
    double mean = meanEnergy();
    double variance = 0;
    for (int i = 0; i < probabilities.length; i++) {
      variance += probabilities[i] * (energies[i] - mean) * (energies[i] - mean);
    }
    return variance;
  }

  /** ∂p_i/∂E_i = −βp_i(1 − p_i), per bin: claim T4, the diagonal of −βp_i(δ_ij − p_j). */
  public double[] probabilitySlopes() {
    double[] slopes = new double[probabilities.length];
    Arrays.setAll(slopes, i -> -beta * probabilities[i] * (1 - probabilities[i]));
    return slopes;
  }

  /** H = −Σ p_i ln p_i. */
  public double entropyNats() {
    double entropy = 0;
    for (double p : probabilities) {
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return entropy;
  }

  /** ln p_i of bin {@code i}, where p_i itself may underflow too. */
  double logProbability(int i) {
    double half = 0.5 * bins.width(i);
    double log = -beta * bins.centre(i) - logPartitionFunction;
    return bins.spacing() == Spacing.LINEAR
        ? log
        : log + Math.log(2 * half) + logSinhc(beta * half);
  }

  /** ln(sinh(x)/x). */
  private static double logSinhc(double x) {
    double size = Math.abs(x);
    if (size < SERIES) {
      double square = x * x;
      return square / 6 - square * square / 180;
    }
    return size - Math.log(2 * size) + Math.log1p(-Math.exp(-2 * size));
  }

  /** coth(x) − 1/x, the derivative of {@link #logSinhc}. */
  private static double langevin(double x) {
    if (Math.abs(x) < SERIES) {
      double square = x * x;
      return x * (1.0 / 3 - square / 45 + 2 * square * square / 945);
    }
    return 1 / Math.tanh(x) - 1 / x;
  }
}
