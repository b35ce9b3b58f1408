package io.thermograd.decay;

import java.util.List;
import java.util.Objects;

/**
 * One model of one run, as the table {@code decay} holds it.
 *
 * @param run id
 * @param fit what was fitted, or why nothing was
 * @param chosen whether this is the run's chosen model
 * @param outcome of the run
 */
public record DecayRow(String run, ModelFit fit, boolean chosen, OutcomeKind outcome) {

  public DecayRow {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** All rows of a run. */
  public static List<DecayRow> of(String run, DecayFindings findings) {
    return findings.fits().stream()
        .map(
            fit ->
                new DecayRow(run, fit, fit.model() == findings.chosen(), findings.outcome().kind()))
        .toList();
  }
}
