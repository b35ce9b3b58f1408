package io.thermograd.signal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is said of one layer's phases: a row of the table.
 *
 * @param phases peak, crossings, trends
 * @param noise the noise's shape
 * @param t1 the verdict; null until the whole job's p-values are adjusted
 */
public record LayerPhases(Phases phases, NoiseShape noise, @Nullable T1Decision t1) {
  public LayerPhases {
    Objects.requireNonNull(phases, "phases");
    Objects.requireNonNull(noise, "noise");
  }

  /** The same, decided. */
  public LayerPhases decided(T1Decision decision) {
    return new LayerPhases(phases, noise, decision);
  }
}
