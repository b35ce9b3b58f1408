package io.thermograd.verdict;

import io.thermograd.decay.DecayOutcome;
import io.thermograd.equilibrium.DensityOfStatesFit;
import io.thermograd.equilibrium.Equilibrium;
import io.thermograd.equilibrium.EquilibriumFlag;
import io.thermograd.moments.Flag;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.trace.TraceLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a person must know before believing a run's numbers, in words. */
final class RunWarnings {
  private RunWarnings() {}

  static List<String> of(RunFindings findings) {
    List<String> warnings = new ArrayList<>();
    RunCounts counts = findings.input().counts();
    if (counts.cut() > 0) {
      warnings.add("a file of the run ends too early or is damaged: what came before was used");
    } else if (counts.quarantined() > 0) {
      warnings.add(counts.quarantined() + " records were rejected: see table quarantine");
    }
    if (counts.superseded() > 0) {
      warnings.add(counts.superseded() + " records were superseded by a resumed session or repeat");
    }
    addOfGradients(findings.wholeModel(), warnings);
    Equilibrium equilibrium = findings.equilibrium().equilibrium();
    addOfEquilibrium(equilibrium.flags(), warnings);
    DensityOfStatesFit dos = equilibrium.densityOfStates();
    if (RunBeta.isSecondChoice(equilibrium) && dos != null) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "a density of states fits the losses better: then beta is near %.3g, without an error;"
                  + " declare equilibrium.e0 if it is known",
              dos.beta()));
    }
    if (findings.decay().outcome() instanceof DecayOutcome.GridDependent) {
      warnings.add("the decay constant depends on the bins: half or twice as many change it");
    }
    addOfSteps(findings.input().steps(), warnings);
    if (!findings.input().steps().hasLosses()) {
      warnings.add("no losses were logged: log the loss at every step for entropy and decay");
    }
    return warnings;
  }

  private static void addOfGradients(List<LayerEpoch> epochs, List<String> warnings) {
    if (epochs.isEmpty()) {
      warnings.add("no gradients were logged: no SNR, and no half-life from gradients");
      return;
    }
    long nonFinite = epochs.stream().mapToLong(row -> row.counts().nonFinite()).sum();
    if (nonFinite > 0) {
      warnings.add(nonFinite + " gradients aren't finite");
    }
    TraceLevel level = epochs.get(0).level();
    if (level == TraceLevel.NORM || level == TraceLevel.ELEMENT) {
      warnings.add(level.advice());
    }
    long moving = epochs.stream().filter(row -> row.flags().contains(Flag.MOVING)).count();
    if (2 * moving > epochs.size()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "weights moved inside %d of %d epochs: moments are those of a trajectory",
              moving,
              epochs.size()));
    }
  }

  private static void addOfSteps(StepSeries steps, List<String> warnings) {
    LossStride stride = LossStride.of(steps.batchLosses());
    if (stride.kind() == LossStride.Kind.EVEN) {
      warnings.add(
          "the loss was logged every "
              + stride.typical()
              + " steps: times are in iterations all the same, what happens between isn't seen");
    } else if (stride.kind() == LossStride.Kind.UNEVEN) {
      warnings.add(
          "the loss was logged at uneven steps: how many independent losses it holds, and errors that"
              + " rest on that, are rough");
    }
    if (steps.size() > 1 && steps.epochs() == 1) {
      warnings.add(
          "all steps are of one epoch: if epochs weren't logged, declare steps_per_epoch under runs");
    }
  }

  private static void addOfEquilibrium(Set<EquilibriumFlag> flags, List<String> warnings) {
    if (flags.contains(EquilibriumFlag.SAMPLING_NOISE)) {
      warnings.add("beta is from mini-batch losses that are mostly batch sampling: no temperature");
    }
    if (flags.contains(EquilibriumFlag.NEGATIVE_BETA)) {
      warnings.add("beta is negative: higher losses were visited more often");
    }
  }
}
