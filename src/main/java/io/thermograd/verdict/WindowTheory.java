package io.thermograd.verdict;

import io.thermograd.decay.DecayReason;
import io.thermograd.decay.TheoryCheck;
import io.thermograd.equilibrium.BoltzmannFit;
import io.thermograd.equilibrium.EntropyEstimate;
import io.thermograd.equilibrium.EntropyRates;
import io.thermograd.equilibrium.EntropyStatus;
import io.thermograd.equilibrium.EntropyWindow;
import io.thermograd.equilibrium.EntropyWindow.GradientScope;
import io.thermograd.equilibrium.LearningRate;
import io.thermograd.equilibrium.ObservedRate;
import io.thermograd.equilibrium.RunEquilibriumResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * T7 over one run's windows: the decay constant seen in each against the one that its gradients
 * predict, by {@link TheoryCheck}.
 *
 * <p><b>Definition.</b> Observed: −(dH/dt)/H of every second loss. Predicted: lr·β·‖∇E‖², β from
 * the other losses of the equilibrium region, ‖∇E‖² the mean signal of the window's epochs.
 *
 * <p><b>Estimator.</b> Every fifth window, since an observed rate is a line through five. The
 * signal is of all of an epoch's batches: what single batches add to it is taken off there.
 *
 * <p><b>Edge cases.</b> Only resolved windows with gradients of their own and an error of theirs:
 * no check below the vector level.
 */
final class WindowTheory {
  private static final int STRIDE = 5;

  private WindowTheory() {}

  static TheoryCheck.Outcome of(RunEquilibriumResult equilibrium, LearningRate learningRate) {
    BoltzmannFit beta = equilibrium.equilibrium().alternateSource();
    if (beta == null) {
      return new TheoryCheck.Outcome.Undetermined(DecayReason.BETA_UNKNOWN);
    }
    if (!(beta.beta() > 0)) {
      return new TheoryCheck.Outcome.Undetermined(DecayReason.BETA_NOT_POSITIVE);
    }
    List<EntropyWindow> windows = equilibrium.windows();
    List<TheoryCheck.Point> points = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < windows.size(); i++) {
      Double lr = learningRate.at((long) windows.get(i).middleStep());
      TheoryCheck.Point point = i < next || lr == null ? null : point(windows, i, lr * beta.beta());
      if (point != null) {
        points.add(point);
        next = i + STRIDE;
      }
    }
    return points.isEmpty()
        ? new TheoryCheck.Outcome.Undetermined(DecayReason.GRADIENT_UNKNOWN)
        : TheoryCheck.of(points, beta.betaSe() / beta.beta());
  }

  private static TheoryCheck.@Nullable Point point(
      List<EntropyWindow> windows, int index, double factor) {
    EntropyWindow window = windows.get(index);
    EntropyRates rates = window.rates().orNull();
    Double gradientError = window.gradSquaredError();
    ObservedRate observed = ObservedRate.ofAlternate(windows, index);
    EntropyEstimate entropy = window.alternate();
    if (rates == null
        || gradientError == null
        || observed == null
        || window.gradientScope() != GradientScope.WINDOW
        || window.status() == EntropyStatus.UNRESOLVED
        || !(entropy.entropyCorrected() > 0)) {
      return null;
    }
    double decay = -observed.rate() / entropy.entropyCorrected();
    double error = Math.hypot(observed.se(), decay * entropy.se()) / entropy.entropyCorrected();
    return new TheoryCheck.Point(
        factor * rates.meanGradSquared(), factor * gradientError, decay, error);
  }
}
