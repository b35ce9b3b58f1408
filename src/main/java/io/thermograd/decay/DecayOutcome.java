package io.thermograd.decay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the entropy of one run does. */
public sealed interface DecayOutcome {

  /** Which of them it is. */
  OutcomeKind kind();

  /**
   * It decays, and at least one halving was seen.
   *
   * @param halfLife at the last window
   */
  record Fitted(HalfLife halfLife) implements DecayOutcome {
    @Override
    public OutcomeKind kind() {
      return OutcomeKind.FITTED;
    }
  }

  /**
   * It decays, but no halving was seen: the half-life is an extrapolation.
   *
   * @param halfLife at the last window
   */
  record RightCensored(HalfLife halfLife) implements DecayOutcome {
    @Override
    public OutcomeKind kind() {
      return OutcomeKind.RIGHT_CENSORED;
    }
  }

  /**
   * It doesn't decay: the fall isn't significant at 5 %, or a half-life is beyond a hundred spans.
   *
   * @param p one-sided, of the fall against a constant
   * @param halfLife where one was estimated
   */
  record NotDecaying(double p, @Nullable HalfLife halfLife) implements DecayOutcome {
    @Override
    public OutcomeKind kind() {
      return OutcomeKind.NOT_DECAYING;
    }
  }

  /**
   * The bins decide: on half or twice as many the decay constant leaves its interval.
   *
   * @param halfLife on the base grid
   * @param onHalfBins the decay constant on half the bins, where known
   * @param onDoubleBins the decay constant on twice the bins, where known
   */
  record GridDependent(
      HalfLife halfLife, @Nullable Double onHalfBins, @Nullable Double onDoubleBins)
      implements DecayOutcome {
    @Override
    public OutcomeKind kind() {
      return OutcomeKind.GRID_DEPENDENT;
    }
  }

  /**
   * The data don't tell.
   *
   * @param reason why
   */
  record Undetermined(DecayReason reason) implements DecayOutcome {
    public Undetermined {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public OutcomeKind kind() {
      return OutcomeKind.UNDETERMINED;
    }
  }
}
