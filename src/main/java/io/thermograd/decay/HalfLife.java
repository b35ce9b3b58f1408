package io.thermograd.decay;

import org.jspecify.annotations.Nullable;

/**
 * The half-life at the last window under the chosen model.
 *
 * @param iterations instantaneous half-life, ln 2 over the decay rate there
 * @param timeToHalve iterations until half of the entropy there is gone; null if the model never
 *     gets there
 */
public record HalfLife(Estimate iterations, @Nullable Estimate timeToHalve) {}
