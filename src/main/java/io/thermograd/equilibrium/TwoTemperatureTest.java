package io.thermograd.equilibrium;

import io.thermograd.equilibrium.Outcome.Determined;
import io.thermograd.equilibrium.Outcome.Undetermined;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Whether two samples of one landscape differ in temperature, whatever its density of states.
 *
 * <p><b>Definition.</b> ln(p_1(E)/p_2(E)) = const − (β1 − β2)E: the density of states cancels.
 *
 * <p><b>Estimator.</b> Logistic regression of the sample's label on E, by Newton's method; each
 * visit weighs N_eff/N of its sample.
 *
 * <p><b>Bias.</b> O(1/N_eff).
 *
 * <p><b>Shape and units.</b> Slope −(β1 − β2), in 1/loss.
 *
 * <p><b>Numerics.</b> E is centred and scaled by its pooled spread; Newton's step is halved until
 * the likelihood rises.
 *
 * <p><b>Edge cases.</b> Samples that don't overlap: undetermined, {@code NO_OVERLAP}. All losses
 * equal: undetermined.
 *
 * <p><b>Errors.</b> Inverse of the weighted information; two-sided p from the normal law.
 *
 * <p><b>Reference.</b> Shirts 2013, J. Chem. Theory Comput. 9, 909.
 *
 * @param slope −(β1 − β2)
 * @param se its standard error
 * @param p of the hypothesis that both temperatures are equal
 */
public record TwoTemperatureTest(double slope, double se, double p) {

  private static final int MOST_STEPS = 100;
  private static final double TOLERANCE = 1e-12;

  /**
   * Tests two windows on one grid, by the centres of its bins; visits out of range are left out.
   *
   * @param first visits at β1
   * @param firstNEff independent visits that they are worth
   * @param second visits at β2
   * @param secondNEff independent visits that they are worth
   */
  public static Outcome<TwoTemperatureTest> of(
      Occupancy first, double firstNEff, Occupancy second, double secondNEff) {
    if (!first.bins().equals(second.bins())) {
      throw new IllegalArgumentException(
          "Cannot compare " + first.bins() + " with " + second.bins());
    }
    if (!(firstNEff > 0) || !(secondNEff > 0)) {
      throw new IllegalArgumentException("Invalid N_eff: " + firstNEff + ", " + secondNEff);
    }
    if (first.inRange() < 2 || second.inRange() < 2) {
      return new Undetermined<>(UndeterminedReason.TOO_FEW_VALUES);
    }
    double firstWeight = firstNEff / first.n();
    double secondWeight = secondNEff / second.n();
    double[] ones = new double[first.bins().count()];
    double[] twos = new double[ones.length];
    Arrays.setAll(ones, i -> firstWeight * first.inBin(i));
    Arrays.setAll(twos, i -> secondWeight * second.inBin(i));
    return regress(first.bins().centres(), ones, twos);
  }

  private static Outcome<TwoTemperatureTest> regress(
      double[] energies, double[] ones, double[] twos) {
    double total = DoubleStream.of(ones).sum() + DoubleStream.of(twos).sum();
    double mean = 0;
    for (int i = 0; i < energies.length; i++) {
      mean += (ones[i] + twos[i]) * energies[i] / total;
    }
    double variance = 0;
    for (int i = 0; i < energies.length; i++) {
      variance += (ones[i] + twos[i]) * (energies[i] - mean) * (energies[i] - mean) / total;
    }
    if (!(variance > 0)) {
      return new Undetermined<>(UndeterminedReason.ONE_VALUE);
    }
    if (!overlap(energies, ones, twos)) {
      return new Undetermined<>(UndeterminedReason.NO_OVERLAP);
    }
    double spread = Math.sqrt(variance);
    double centre = mean;
    double[] scaled = DoubleStream.of(energies).map(e -> (e - centre) / spread).toArray();
    double[] fit = new LogisticLine(scaled, ones, twos).maximise(MOST_STEPS, TOLERANCE);
    double z = fit[0] / fit[1];
    double p = 2 * new NormalDistribution().cumulativeProbability(-Math.abs(z));
    return new Determined<>(new TwoTemperatureTest(fit[0] / spread, fit[1] / spread, p));
  }

  /** Whether neither sample lies wholly on one side of the other: then a finite slope exists. */
  private static boolean overlap(double[] energies, double[] ones, double[] twos) {
    double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < energies.length; i++) {
      if (ones[i] > 0) {
        least[0] = Math.min(least[0], energies[i]);
        most[0] = Math.max(most[0], energies[i]);
      }
      if (twos[i] > 0) {
        least[1] = Math.min(least[1], energies[i]);
        most[1] = Math.max(most[1], energies[i]);
      }
    }
    return most[0] > least[1] && most[1] > least[0];
  }
}
