package io.thermograd.verdict;

import io.thermograd.equilibrium.EntropyStatus;
import io.thermograd.equilibrium.EntropyWindow;
import io.thermograd.equilibrium.EquilibriumRegion;
import io.thermograd.equilibrium.LossSeries;
import io.thermograd.equilibrium.StableRegion;
import io.thermograd.moments.Flag;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import io.thermograd.signal.Crossing;
import io.thermograd.signal.Direction;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * From findings to a {@link RunVerdict}.
 *
 * <p><b>Definition.</b> The first that applies: {@code DIVERGED} (the last step's loss or the last
 * epoch's gradients aren't finite, or the median of the last tenth of the losses is above {@value
 * #BLOWN_UP} times that of the first tenth), {@code DEAD} (the last logged epoch's gradients are
 * all zero), {@code INCOMPLETE} (a file of the run ends too early or is damaged), {@code TOO_SHORT}
 * (too few losses for an equilibrium region, or a region too short to test), {@code CONVERGED} (the
 * last quarter of the windows isn't resolved), {@code LEARNING} or {@code DIFFUSING} by the side of
 * 1 on which the whole model's SNR stays at the end, the latter only with a stable loss.
 *
 * <p><b>Edge cases.</b> {@code UNDETERMINED} without an SNR (its trace level, or no gradients), and
 * where losses don't tell what the run does: all are equal, range too far, or none follows the
 * declared burn-in. A run without losses may still be {@code LEARNING}.
 */
final class VerdictRule {
  static final double BLOWN_UP = 10;

  private static final int LEAST_LOSSES = 20;

  private final RunFindings findings;

  private VerdictRule(RunFindings findings) {
    this.findings = findings;
  }

  static RunVerdict of(RunFindings findings) {
    return new VerdictRule(findings).verdict();
  }

  private RunVerdict verdict() {
    List<LayerEpoch> epochs = findings.wholeModel();
    LayerEpoch last = epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
    if (endsNonFinite(last) || isBlownUp()) {
      return RunVerdict.DIVERGED;
    }
    if (last != null && last.flags().contains(Flag.DEAD)) {
      return RunVerdict.DEAD;
    }
    if (findings.input().counts().cut() > 0) {
      return RunVerdict.INCOMPLETE;
    }
    if (isTooShort()) {
      return RunVerdict.TOO_SHORT;
    }
    if (saysNothing()) {
      return RunVerdict.UNDETERMINED;
    }
    if (isUnresolved()) {
      return RunVerdict.CONVERGED;
    }
    Direction side = sideOfOne(last);
    if (side == Direction.UP) {
      return RunVerdict.LEARNING;
    }
    return side == Direction.DOWN
            && findings.equilibrium().equilibrium().regions().stable() instanceof StableRegion.Found
        ? RunVerdict.DIFFUSING
        : RunVerdict.UNDETERMINED;
  }

  private boolean endsNonFinite(@Nullable LayerEpoch last) {
    return !findings.input().steps().endsFinite()
        || (last != null && last.counts().nonFinite() > 0 && last.counts().finite() == 0);
  }

  private boolean isBlownUp() {
    LossSeries losses = findings.input().steps().batchLosses();
    int tenth = losses.size() / 10;
    if (losses.size() < LEAST_LOSSES) {
      return false;
    }
    double first = median(losses.losses(0, tenth));
    double end = median(losses.losses(losses.size() - tenth, losses.size()));
    return first > 0 && end > BLOWN_UP * first;
  }

  private static double median(DoubleStream losses) {
    double[] sorted = losses.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private boolean isTooShort() {
    EquilibriumRegion region = findings.equilibrium().equilibrium().regions().equilibrium();
    return region instanceof EquilibriumRegion.Found found
        ? found.verdict() == EquilibriumRegion.Verdict.TOO_SHORT
        : region instanceof EquilibriumRegion.Undetermined absent
            && absent.cause() == EquilibriumRegion.Cause.FEW_LOSSES;
  }

  /** Whether there are losses that tell nothing; without any the gradients may. */
  private boolean saysNothing() {
    return findings.equilibrium().equilibrium().regions().equilibrium()
            instanceof EquilibriumRegion.Undetermined absent
        && absent.cause() != EquilibriumRegion.Cause.NO_LOSSES;
  }

  private boolean isUnresolved() {
    List<EntropyWindow> windows = findings.equilibrium().windows();
    List<EntropyWindow> end = windows.subList(windows.size() - windows.size() / 4, windows.size());
    return !end.isEmpty()
        && end.stream().allMatch(window -> window.status() == EntropyStatus.UNRESOLVED);
  }

  /** Where the whole model's SNR stays: by its last lasting crossing of 1, else where it ends. */
  private @Nullable Direction sideOfOne(@Nullable LayerEpoch last) {
    Crossing crossing = LastCrossing.of(findings);
    if (crossing != null) {
      return crossing.direction();
    }
    if (last == null) {
      return null;
    }
    Double corrected = last.value(Quantity.SNR_CORRECTED);
    Double snr = corrected == null ? last.value(Quantity.SNR) : corrected;
    return snr == null ? null : snr > 1 ? Direction.UP : Direction.DOWN;
  }
}
