package io.thermograd.equilibrium;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything the equilibrium analysis says of one run.
 *
 * @param equilibrium the run's row
 * @param bins rows of {@code loss_bins}; empty without fits
 * @param windows rows of {@code entropy}; empty with a reason
 * @param windowsReason why there are no windows; null when there are
 */
public record RunEquilibriumResult(
    Equilibrium equilibrium,
    List<LossBin> bins,
    List<EntropyWindow> windows,
    @Nullable String windowsReason) {
  public RunEquilibriumResult {
    Objects.requireNonNull(equilibrium, "equilibrium");
    bins = List.copyOf(bins);
    windows = List.copyOf(windows);
    if (windows.isEmpty() == (windowsReason == null)) {
      throw new IllegalArgumentException("Invalid result: needs windows or a reason");
    }
  }
}
