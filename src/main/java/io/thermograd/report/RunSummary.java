package io.thermograd.report;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the console says of one run. A value that the run doesn't give is null, and {@code notes}
 * say why, in words; a value may have a note, too.
 *
 * @param run the run's id, any text
 * @param verdict such as {@code LEARNING}
 * @param words the verdict in words
 * @param level the trace's level, such as {@code VECTOR}
 * @param peakEpoch the epoch at which the whole model's mean gradient is largest
 * @param lastCrossingEpoch the epoch, interpolated, of the last lasting crossing of SNR 1
 * @param halfLife in iterations
 * @param halfLifeDrift the half-life's growth per iteration
 * @param nextTenth iterations until a tenth of the entropy is gone
 * @param beta inverse temperature of the chosen Boltzmann model, 1/loss
 * @param entropyNats entropy of the equilibrium region
 * @param convergenceSpeed dH/dt, nats per iteration
 * @param decayModel the chosen model of the entropy's decay
 * @param notes why a value is absent, or what to know of it
 */
public record RunSummary(
    String run,
    String verdict,
    String words,
    String level,
    @Nullable Integer peakEpoch,
    @Nullable Interval lastCrossingEpoch,
    @Nullable Interval halfLife,
    @Nullable Interval halfLifeDrift,
    @Nullable Interval nextTenth,
    @Nullable WithError beta,
    @Nullable WithError entropyNats,
    @Nullable Interval convergenceSpeed,
    @Nullable String decayModel,
    Map<SummaryColumn, String> notes) {

  /**
   * A value with its interval.
   *
   * @param low the lower end; null where it is open
   * @param high the upper end; null where it is open
   */
  public record Interval(double value, @Nullable Double low, @Nullable Double high) {}

  /**
   * A value with its standard error.
   *
   * @param error null where none is claimed
   */
  public record WithError(double value, @Nullable Double error) {}

  public RunSummary {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(level, "level");
    notes = Map.copyOf(notes);
  }
}
