package io.thermograd.simulate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Independent visits of given energies with p_i ∝ exp(−βE_i).
 *
 * @param energies E_i
 * @param beta inverse temperature
 */
public record ExactBoltzmann(double[] energies, double beta) {

  public ExactBoltzmann {
    if (energies.length == 0 || !Double.isFinite(beta)) {
      throw new IllegalArgumentException(
          "Invalid law: " + energies.length + " energies, beta " + beta);
    }
  }

  /** p_i. */
  public double[] probabilities() {
    double ground = Arrays.stream(energies).min().orElseThrow();
    double top = Arrays.stream(energies).max().orElseThrow();
    double origin = beta >= 0 ? ground : top;
    double[] p = Arrays.stream(energies).map(e -> Math.exp(-beta * (e - origin))).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(weight -> weight / sum).toArray();
  }

  /** H = −Σp_i ln p_i. */
  public double entropyNats() {
    return Arrays.stream(probabilities()).map(p -> p > 0 ? -p * Math.log(p) : 0).sum();
  }

  /** The energies of {@code n} independent visits. */
  public double[] sample(RandomGenerator random, int n) {
    double[] upTo = probabilities();
    Arrays.parallelPrefix(upTo, Double::sum);
    double[] visits = new double[n];
    for (int k = 0; k < n; k++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble());
      int bin = at < 0 ? -at - 1 : at + 1;
      visits[k] = energies[Math.min(bin, energies.length - 1)];
    }
    return visits;
  }
}
