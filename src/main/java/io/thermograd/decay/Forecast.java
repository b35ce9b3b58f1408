package io.thermograd.decay;

import org.jspecify.annotations.Nullable;

/**
 * How long a run must go on.
 *
 * @param nextTenth until a tenth of the last window's entropy is gone
 * @param nextNat until one nat is; null when there is no more than one
 */
public record Forecast(Horizon nextTenth, @Nullable Horizon nextNat) {

  /**
   * Iterations from the last window on: T8's comparison.
   *
   * @param chosenModel under the chosen model, its interval that of all plausible models; null if
   *     it never gets there
   * @param constantHalfLife under {@code EXPONENTIAL}, fitted to the whole series; null if that has
   *     no fit
   */
  public record Horizon(@Nullable Estimate chosenModel, @Nullable Estimate constantHalfLife) {}
}
