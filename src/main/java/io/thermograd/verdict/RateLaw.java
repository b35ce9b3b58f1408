package io.thermograd.verdict;

import io.thermograd.equilibrium.EntropyRates;
import io.thermograd.equilibrium.EntropyStatus;
import io.thermograd.equilibrium.EntropyWindow;
import io.thermograd.equilibrium.ObservedRate;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * Whether the entropy changes at the rate that a law says (T5, T6).
 *
 * <p><b>Definition.</b> X² = Σ((observed − predicted)/s.e.)² over resolved windows that share no
 * loss: every fifth, since an observed rate is a line through five windows.
 *
 * <p><b>Estimator.</b> {@code FAILS} if X² is beyond χ²'s 95 % point; {@code HOLDS} if it isn't and
 * a rate of 0 would fail by the same test; else the data can't tell the law from no change.
 *
 * <p><b>Bias.</b> The prediction's own error is unknown and taken to be 0, which is severe on the
 * law.
 *
 * <p><b>Edge cases.</b> No window with both rates: {@code UNDECIDED}.
 */
final class RateLaw {
  private static final int STRIDE = 5;
  private static final double LEVEL = 0.95;

  private final ToDoubleFunction<EntropyRates> law;

  RateLaw(ToDoubleFunction<EntropyRates> law) {
    this.law = law;
  }

  ClaimVerdict verdict(List<EntropyWindow> windows) {
    double ofLaw = 0;
    double ofNoChange = 0;
    int used = 0;
    int next = 0;
    for (int i = 0; i < windows.size(); i++) {
      EntropyWindow window = windows.get(i);
      ObservedRate observed = window.observed();
      EntropyRates rates = window.rates().orNull();
      boolean resolved = window.status() != EntropyStatus.UNRESOLVED;
      if (i >= next && resolved && observed != null && rates != null && observed.se() > 0) {
        double deviation = (observed.rate() - law.applyAsDouble(rates)) / observed.se();
        double change = observed.rate() / observed.se();
        ofLaw += deviation * deviation;
        ofNoChange += change * change;
        used++;
        next = i + STRIDE;
      }
    }
    if (used == 0) {
      return ClaimVerdict.undecided("no window has both an observed and a predicted rate");
    }
    double limit = new ChiSquaredDistribution(used).inverseCumulativeProbability(LEVEL);
    if (ofLaw > limit) {
      return ClaimVerdict.fails("observed and predicted rates differ beyond their errors");
    }
    return ofNoChange > limit
        ? ClaimVerdict.holds("observed rates are as predicted")
        : ClaimVerdict.undecided("observed rates are also consistent with no change");
  }
}
