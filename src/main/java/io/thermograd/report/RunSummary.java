package io.thermograd.report;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the console says of one run. A value that the run doesn't give is null, and {@code reasons}
 * says why, in words.
 *
 * @param run the run's id, any text
 * @param verdict such as {@code LEARNING}
 * @param words the verdict in words
 * @param level the trace's level, such as {@code VECTOR}
 * @param peakEpoch the epoch at which the whole model's mean gradient is largest
 * @param lastCrossingEpoch the epoch, interpolated, of the last lasting crossing of SNR 1
 * @param beta inverse temperature of the chosen Boltzmann model, 1/loss
 * @param betaSe its standard error
 * @param entropyNats entropy of the equilibrium region
 * @param convergenceSpeed dH/dt, nats per iteration
 * @param decayModel the chosen model, or why none
 * @param halfLife in iterations
 * @param halfLifeLow lower end of its interval
 * @param halfLifeHigh upper end; null where it is open
 * @param halfLifeDrift the half-life's growth per iteration
 * @param halfLifeDriftLow lower end of its interval
 * @param halfLifeDriftHigh upper end of its interval
 * @param reasons why a value is absent
 */
public record RunSummary(
    String run,
    String verdict,
    String words,
    String level,
    @Nullable Integer peakEpoch,
    @Nullable Double lastCrossingEpoch,
    @Nullable Double beta,
    @Nullable Double betaSe,
    @Nullable Double entropyNats,
    @Nullable Double convergenceSpeed,
    @Nullable String decayModel,
    @Nullable Double halfLife,
    @Nullable Double halfLifeLow,
    @Nullable Double halfLifeHigh,
    @Nullable Double halfLifeDrift,
    @Nullable Double halfLifeDriftLow,
    @Nullable Double halfLifeDriftHigh,
    Map<SummaryColumn, String> reasons) {
  public RunSummary {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(level, "level");
    reasons = Map.copyOf(reasons);
  }
}
