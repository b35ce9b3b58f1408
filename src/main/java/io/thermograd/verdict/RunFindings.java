package io.thermograd.verdict;

import io.thermograd.decay.DecayFindings;
import io.thermograd.decay.HalfLifeDrift;
import io.thermograd.decay.HalfLifePoint;
import io.thermograd.decay.TheoryCheck;
import io.thermograd.equilibrium.RunEquilibriumResult;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.signal.LayerPhases;
import java.util.List;
import java.util.Objects;

/**
 * All that the analysis says of one run.
 *
 * @param input what it was made from
 * @param wholeModel the rows of layer {@code *}, by epoch
 * @param phases a row per layer, that of {@code *} first; no T1 verdict yet
 * @param equilibrium regions, fits and windows
 * @param decay models of the entropy's decay
 * @param theory T7 over the windows
 * @param halfLives the half-life that each source of β predicts, per layer and epoch
 * @param gradientDrift of the whole model's half-lives by the fitted β
 */
public record RunFindings(
    RunInput input,
    List<LayerEpoch> wholeModel,
    List<LayerPhases> phases,
    RunEquilibriumResult equilibrium,
    DecayFindings decay,
    TheoryCheck.Outcome theory,
    List<HalfLifePoint> halfLives,
    HalfLifeDrift gradientDrift) {
  public RunFindings {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(equilibrium, "equilibrium");
    Objects.requireNonNull(decay, "decay");
    Objects.requireNonNull(theory, "theory");
    Objects.requireNonNull(gradientDrift, "gradientDrift");
    wholeModel = List.copyOf(wholeModel);
    phases = List.copyOf(phases);
    halfLives = List.copyOf(halfLives);
  }
}
