package io.thermograd.equilibrium;

import java.util.Objects;

/**
 * A stretch of a run's losses: one row of {@code loss_curve}.
 *
 * @param kind which loss
 * @param stepFrom first step with a finite loss
 * @param stepTo last one
 * @param n finite losses
 * @param least the least of them
 * @param median their median
 * @param greatest the greatest
 */
public record LossCell(
    EnergyKind kind,
    long stepFrom,
    long stepTo,
    long n,
    double least,
    double median,
    double greatest) {
  public LossCell {
    Objects.requireNonNull(kind, "kind");
    if (stepTo < stepFrom || n < 1) {
      throw new IllegalArgumentException(
          "Invalid cell: " + n + " losses of steps " + stepFrom + " to " + stepTo);
    }
  }
}
