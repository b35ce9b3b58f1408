package io.thermograd.equilibrium;

import io.thermograd.equilibrium.Outcome.Determined;
import io.thermograd.equilibrium.Outcome.Undetermined;
import java.util.Objects;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * β of the source model, whose density of states is constant: claim T3 fitted to visits.
 *
 * <p><b>Definition.</b> p_i ∝ exp(−βE_i) over the in-range bins, see {@link BoltzmannLaw}.
 *
 * <p><b>Estimator.</b> Maximum likelihood, truncated to the grid's range: β solves Σp_i(β)E_i = Ē,
 * the binned mean.
 *
 * <p><b>Bias.</b> O(1/N_eff) of β; none from binning at equal widths, where the centres are exact.
 *
 * <p><b>Numerics.</b> The left side falls in β, so that a bracketed root finder can't miss; the
 * unknown is β times the range. Relative accuracy 1e−12 (BoltzmannFitTest).
 *
 * <p><b>Edge cases.</b> All visits in one bin: undetermined. β &lt; 0 (higher losses visited more)
 * is a result; see {@link #isNegative()}.
 *
 * <p><b>Errors.</b> s.e. 1/√(N_eff·Var_β(E)), N_eff that of the visits in range. β̂ depends on the
 * mean energy alone, so the energy's own statistical inefficiency is the right one.
 *
 * @param law the fitted law
 * @param betaSe standard error of β
 * @param logLikelihood Σn_i ln p_i over the in-range visits, as if they were independent
 * @param n visits in range
 * @param nEff independent visits in range
 */
public record BoltzmannFit(
    BoltzmannLaw law, double betaSe, double logLikelihood, long n, double nEff) {

  private static final int MOST_DOUBLINGS = 60;
  private static final int MOST_EVALUATIONS = 500;
  private static final double RELATIVE_ACCURACY = 1e-14;

  public BoltzmannFit {
    Objects.requireNonNull(law, "law");
    if (!(betaSe > 0) || !(nEff > 0)) {
      throw new IllegalArgumentException("Invalid fit: s.e. " + betaSe + ", N_eff " + nEff);
    }
  }

  /**
   * Fits β.
   *
   * @param occupancy the visits
   * @param nEff how many independent visits all of them, in range or not, are worth
   */
  public static Outcome<BoltzmannFit> of(Occupancy occupancy, double nEff) {
    if (!(nEff > 0) || Double.isInfinite(nEff)) {
      throw new IllegalArgumentException("Invalid N_eff: " + nEff + " (must be positive)");
    }
    if (occupancy.inRange() < 2) {
      return new Undetermined<>(UndeterminedReason.TOO_FEW_VALUES);
    }
    if (occupancy.filledBins() < 2) {
      return new Undetermined<>(UndeterminedReason.ONE_BIN);
    }
    BoltzmannLaw law = BoltzmannLaw.at(occupancy.bins(), solve(occupancy));
    long n = occupancy.inRange();
    double nEffInRange = nEff * n / occupancy.n();
    double se = 1 / Math.sqrt(nEffInRange * law.energyVariance());
    double logLikelihood = 0;
    for (int i = 0; i < occupancy.bins().count(); i++) {
      long visits = occupancy.inBin(i);
      logLikelihood += visits == 0 ? 0 : visits * law.logProbability(i);
    }
    return new Determined<>(new BoltzmannFit(law, se, logLikelihood, n, nEffInRange));
  }

  /** Inverse temperature, in 1/loss. */
  public double beta() {
    return law.beta();
  }

  /** Whether higher losses were visited more than lower ones: no equilibrium of this model. */
  public boolean isNegative() {
    return beta() < 0;
  }

  private static double solve(Occupancy occupancy) {
    LossBins bins = occupancy.bins();
    double range = bins.edges()[bins.count()] - bins.edges()[0];
    double reach = 1;
    for (int i = 0; i < MOST_DOUBLINGS; i++) {
      if (excess(occupancy, -reach / range) > 0 && excess(occupancy, reach / range) < 0) {
        break;
      }
      reach *= 2;
    }
    return new BracketingNthOrderBrentSolver(RELATIVE_ACCURACY, 1e-15, 1e-300, 5)
            .solve(MOST_EVALUATIONS, u -> excess(occupancy, u / range) / range, -reach, reach)
        / range;
  }

  /** The model's mean energy minus the visits'. */
  private static double excess(Occupancy occupancy, double beta) {
    BoltzmannLaw law = BoltzmannLaw.at(occupancy.bins(), beta);
    double n = occupancy.inRange();
    double excess = 0;
    for (int i = 0; i < law.energies().length; i++) {
      double surplus = law.probabilities()[i] - occupancy.inBin(i) / n;
      excess += surplus * (law.energies()[i] - occupancy.bins().edges()[0]);
    }
    return excess;
  }
}
