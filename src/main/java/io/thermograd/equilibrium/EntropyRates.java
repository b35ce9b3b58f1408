package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fast the entropy changes, by the source theory's formulas and exactly: claims T5 and T6.
 *
 * <p><b>Definition.</b> With G_i = |∇E|² in bin i, per unit of Langevin time:
 *
 * <ul>
 *   <li>{@code chainRuleRate} (T5): −βΣ(ln p_i + 1)p_i(1 − p_i)G_i.
 *   <li>{@code dominantBinRate}: the term of T5 whose p is the greatest, which T6 expands near p =
 *       1.
 *   <li>{@code approximateRate} (T6): −βH·Σp_iG_i.
 *   <li>{@code exactRate}: +β²Cov_p(E, G), the rate of H = −Σp_i ln p_i when every bin's energy
 *       follows dE_i/dt = −G_i and p stays Boltzmann with the full Jacobian −βp_i(δ_ij − p_j). T5
 *       keeps only its diagonal.
 * </ul>
 *
 * <p><b>Estimator.</b> The definition, at p and G as given. A bin without G takes the p-weighted
 * mean of the others: it adds nothing to the covariance and keeps the sums over all of p.
 *
 * <p><b>Bias.</b> That of G_i, which should be the signal's square: mean ‖g‖² less what noise adds.
 *
 * <p><b>Shape and units.</b> Nats per Langevin time; times lr, nats per iteration.
 *
 * <p><b>Edge cases.</b> Less than 95 % of p in bins with G: no rates, {@code GRADIENT_COVERAGE}. A
 * bin of p = 0 adds nothing.
 *
 * <p><b>Reference.</b> docs/numerics.md, rates of the entropy.
 *
 * @param chainRuleRate T5's whole sum
 * @param dominantBinRate T5's term of the likeliest bin
 * @param dominantBinProbability p of that bin: the expansion behind T6 needs it near 1
 * @param approximateRate T6
 * @param exactRate the full Jacobian's
 * @param meanGradSquared Σp_iG_i
 * @param massKnown share of p in bins with G
 */
public record EntropyRates(
    double chainRuleRate,
    double dominantBinRate,
    double dominantBinProbability,
    double approximateRate,
    double exactRate,
    double meanGradSquared,
    double massKnown) {

  /** Share of the probability whose squared gradient must be known. */
  public static final double LEAST_MASS = 0.95;

  private static final double SUM_TOLERANCE = 1e-9;

  /**
   * The rates per unit of Langevin time.
   *
   * @param p probabilities of the bins, summing to 1
   * @param energies E_i of the bins
   * @param gradSquared |∇E|² per bin, which a debiased estimate may make negative; null where
   *     unknown
   * @param beta inverse temperature
   */
  public static Outcome<EntropyRates> of(
      double[] p, double[] energies, @Nullable Double[] gradSquared, double beta) {
    requireProbabilities(p);
    if (energies.length != p.length || gradSquared.length != p.length) {
      throw new IllegalArgumentException(
          "Invalid lengths: " + p.length + ", " + energies.length + ", " + gradSquared.length);
    }
    double known = 0;
    double weighted = 0;
    for (int i = 0; i < p.length; i++) {
      Double square = gradSquared[i];
      if (square != null) {
        known += p[i];
        weighted += p[i] * square;
      }
    }
    if (known < LEAST_MASS) {
      return new Outcome.Undetermined<>(UndeterminedReason.GRADIENT_COVERAGE);
    }
    double mean = weighted / known;
    double[] filled = new double[p.length];
    Arrays.setAll(filled, i -> Objects.requireNonNullElse(gradSquared[i], mean));
    return new Outcome.Determined<>(rates(p, energies, filled, beta, known));
  }

  /** Per iteration: the Langevin time of one iteration is the learning rate. */
  public EntropyRates perIteration(double lr) {
    if (!(lr > 0) || Double.isInfinite(lr)) {
      throw new IllegalArgumentException("Invalid lr: " + lr + " (must be positive)");
    }
    return new EntropyRates(
        lr * chainRuleRate,
        lr * dominantBinRate,
        dominantBinProbability,
        lr * approximateRate,
        lr * exactRate,
        meanGradSquared,
        massKnown);
  }

  private static EntropyRates rates(
      double[] p, double[] energies, double[] gradSquared, double beta, double known) {
    double meanSquare = 0;
    double meanEnergy = 0;
    double entropy = 0;
    double chain = 0;
    int dominant = 0;
    for (int i = 0; i < p.length; i++) {
      meanSquare += p[i] * gradSquared[i];
      meanEnergy += p[i] * energies[i];
      entropy -= p[i] > 0 ? p[i] * Math.log(p[i]) : 0;
      chain += term(p[i], gradSquared[i]);
      dominant = p[i] > p[dominant] ? i : dominant;
    }
    double covariance = 0;
    for (int i = 0; i < p.length; i++) {
      covariance += p[i] * (energies[i] - meanEnergy) * (gradSquared[i] - meanSquare);
    }
    return new EntropyRates(
        -beta * chain,
        -beta * term(p[dominant], gradSquared[dominant]),
        p[dominant],
        -beta * meanSquare * entropy,
        beta * beta * covariance,
        meanSquare,
        known);
  }

  private static double term(double p, double gradSquared) {
    return p > 0 ? (Math.log(p) + 1) * p * (1 - p) * gradSquared : 0;
  }

  private static void requireProbabilities(double[] p) {
    double sum = 0;
    for (double share : p) {
      if (!(share >= 0)) {
        throw new IllegalArgumentException("Invalid probability: " + share);
      }
      sum += share;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException("Invalid probabilities: they sum to " + sum);
    }
  }
}
