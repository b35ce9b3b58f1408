package io.thermograd.equilibrium;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How fast the entropy really changes: the theory's convergence speed.
 *
 * <p><b>Definition.</b> dH/dt.
 *
 * <p><b>Estimator.</b> The slope of a line through the corrected entropies of a window and its two
 * neighbours on each side (at the ends three windows), weighted by 1/s.e.²; unresolved windows are
 * left out.
 *
 * <p><b>Bias.</b> That of a straight line through five windows: none to second order in the middle.
 *
 * <p><b>Shape and units.</b> Nats per iteration.
 *
 * <p><b>Edge cases.</b> Fewer than three resolved windows: null.
 *
 * <p><b>Errors.</b> From the windows' own standard errors, which hold N_eff; it doesn't grow when
 * the line fits badly.
 *
 * @param rate nats per iteration
 * @param se its standard error
 */
public record ObservedRate(double rate, double se) {
  private static final int REACH = 2;
  private static final int MIN_WINDOWS = 3;

  /** The rate at a window, from it and its neighbours. */
  static @Nullable ObservedRate at(List<EntropyWindow> windows, int index) {
    return at(windows, index, EntropyWindow::entropy);
  }

  /** The same from every second loss: the slope of {@link EntropyWindow#alternate()}. */
  public static @Nullable ObservedRate ofAlternate(List<EntropyWindow> windows, int index) {
    return at(windows, index, EntropyWindow::alternate);
  }

  private static @Nullable ObservedRate at(
      List<EntropyWindow> windows, int index, Function<EntropyWindow, EntropyEstimate> entropy) {
    int from = Math.max(0, index - REACH);
    int to = Math.min(windows.size(), index + REACH + 1);
    EntropyWindow[] used =
        windows.subList(from, to).stream()
            .filter(w -> w.status() != EntropyStatus.UNRESOLVED && entropy.apply(w).se() > 0)
            .toArray(EntropyWindow[]::new);
    if (used.length < MIN_WINDOWS) {
      return null;
    }
    double[] weight =
        Arrays.stream(used)
            .mapToDouble(w -> 1 / (entropy.apply(w).se() * entropy.apply(w).se()))
            .toArray();
    double total = Arrays.stream(weight).sum();
    double meanStep = 0;
    double meanEntropy = 0;
    for (int i = 0; i < used.length; i++) {
      meanStep += weight[i] / total * used[i].middleStep();
      meanEntropy += weight[i] / total * entropy.apply(used[i]).entropyCorrected();
    }
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < used.length; i++) {
      double x = used[i].middleStep() - meanStep;
      xx += weight[i] * x * x;
      xy += weight[i] * x * (entropy.apply(used[i]).entropyCorrected() - meanEntropy);
    }
    return new ObservedRate(xy / xx, 1 / Math.sqrt(xx));
  }
}
