package io.thermograd.equilibrium;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One bin of one window: one row of {@code loss_bins}. Window 0, the equilibrium region, has every
 * bin; a later window only those it visited.
 *
 * @param run the run's id
 * @param window 0: the equilibrium region; from 1 on the entropy windows
 * @param bin 0: the underflow; then the bins; last the overflow
 * @param lo least loss; null in the underflow
 * @param hi greatest loss; null in the overflow
 * @param count visits
 * @param occupancy visits over all visits of the window
 * @param boltzmannProbability of the source model at the window's own β; null without a fit and in
 *     under- and overflow
 * @param boltzmannProbabilityDos of the law with a density of states; window 0 only
 * @param probabilitySlope ∂p/∂E of the source model (T4)
 * @param gradSignalSquared mean of ‖g‖² − trΣ̂ over the steps logged in this bin, in the stable
 *     region (window 0: in the equilibrium region); null under 5 steps
 */
public record LossBin(
    String run,
    int window,
    int bin,
    @Nullable Double lo,
    @Nullable Double hi,
    long count,
    double occupancy,
    @Nullable Double boltzmannProbability,
    @Nullable Double boltzmannProbabilityDos,
    @Nullable Double probabilitySlope,
    @Nullable Double gradSignalSquared) {
  public LossBin {
    Objects.requireNonNull(run, "run");
  }
}
