package io.thermograd.equilibrium;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One window of the stable region: one row of {@code entropy}.
 *
 * @param run the run's id
 * @param window from 1 on
 * @param stepFrom first step
 * @param stepTo last step
 * @param n losses
 * @param nEff independent losses that they are worth
 * @param entropy on the run's grid
 * @param coarsened the same at half the bins
 * @param refined the same at twice the bins
 * @param alternate on the run's grid, of every second loss: the rest of the losses is left to what
 *     it is checked against
 * @param differential entropy free of binning
 * @param source the source model at the window's own β
 * @param rates by formula, per iteration
 * @param gradientScope where the squared gradients behind the rates were logged
 * @param gradSquaredError standard error of the mean squared gradient of the window's epochs; null
 *     where there is none
 * @param observed slope of H(t); null where fewer than three windows near are resolved
 * @param status whether the entropy can be read as it stands
 */
public record EntropyWindow(
    String run,
    int window,
    long stepFrom,
    long stepTo,
    long n,
    double nEff,
    EntropyEstimate entropy,
    EntropyEstimate coarsened,
    EntropyEstimate refined,
    EntropyEstimate alternate,
    Outcome<DifferentialEntropy> differential,
    Outcome<BoltzmannFit> source,
    Outcome<EntropyRates> rates,
    GradientScope gradientScope,
    @Nullable Double gradSquaredError,
    @Nullable ObservedRate observed,
    EntropyStatus status) {

  /** Where squared gradients per bin were logged. */
  public enum GradientScope {
    /** In the window itself. */
    WINDOW,
    /** Anywhere in the stable region: the window itself has too few. */
    STABLE_REGION
  }

  public EntropyWindow {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(status, "status");
    if (window < 1 || stepTo < stepFrom) {
      throw new IllegalArgumentException(
          "Invalid window " + window + ": steps " + stepFrom + " to " + stepTo);
    }
  }

  /** The middle of the window. */
  public double middleStep() {
    return stepFrom + (stepTo - stepFrom) / 2.0;
  }

  EntropyWindow with(@Nullable ObservedRate rate) {
    return new EntropyWindow(
        run,
        window,
        stepFrom,
        stepTo,
        n,
        nEff,
        entropy,
        coarsened,
        refined,
        alternate,
        differential,
        source,
        rates,
        gradientScope,
        gradSquaredError,
        rate,
        status);
  }
}
