package io.thermograd.job.declaration;

import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecaySettings;
import io.thermograd.decay.FitLoss;
import io.thermograd.decay.IntervalMethod;
import io.thermograd.equilibrium.BinRule;
import io.thermograd.equilibrium.EnergyChoice;
import io.thermograd.equilibrium.EquilibriumSettings;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys under {@code equilibrium:} and {@code decay:}. */
final class AnalysisSchema {
  private static final String AUTO = "auto";
  private static final ValueType<Long> STEP =
      new Types.AutoOr<>(new Types.WholeNumber(0, Long.MAX_VALUE));

  private static final Key<EnergyChoice> ENERGY =
      Key.optional(
          "energy",
          new Types.Choice<>(EnergyChoice.class),
          EquilibriumSettings.AUTO.energy(),
          AUTO,
          "which loss is the energy; auto: the full loss where there are 500 of it, else batch");
  private static final Key<Long> STABLE_FROM =
      Key.optional("stable_from", STEP, null, AUTO, "first step of the stable region");
  private static final Key<Long> BURN_IN =
      Key.optional("burn_in", STEP, null, AUTO, "first step of the equilibrium region");
  private static final Key<Long> WINDOW =
      Key.optional(
          "window",
          new Types.AutoOr<>(new Types.WholeNumber(2, Integer.MAX_VALUE)),
          null,
          AUTO,
          "steps in an entropy window");
  private static final Key<Double> E0 =
      Key.optional(
          "e0",
          new Types.AutoOr<>(new Types.RealNumber(value -> true, "")),
          null,
          AUTO,
          "the least loss that the density of states starts from");
  private static final Key<BinRule> BINS =
      Key.optional(
          "bins",
          new BinsType(),
          EquilibriumSettings.AUTO.bins(),
          "freedman-diaconis",
          "how the loss range is cut into bins");

  static final Section<EquilibriumSettings> EQUILIBRIUM =
      new Section<>(
          "equilibrium",
          List.of(ENERGY, STABLE_FROM, BURN_IN, WINDOW, E0, BINS),
          AnalysisSchema::equilibrium);

  private static final Key<Set<DecayModel>> MODELS =
      Key.optional(
          "models",
          new ModelsType(),
          DecaySettings.AUTO.models(),
          "all",
          "the candidate laws of the entropy");
  private static final Key<IntervalMethod> INTERVAL =
      Key.optional(
          "interval",
          new Types.Choice<>(IntervalMethod.class),
          DecaySettings.AUTO.interval(),
          AUTO,
          "how intervals are made; auto: profile where residuals are uncorrelated, else bootstrap");
  private static final Key<FitLoss> LOSS =
      Key.optional(
          "loss",
          new Types.Choice<>(FitLoss.class),
          DecaySettings.AUTO.loss(),
          "least_squares",
          "what the fits minimise; robust weighs spikes less, and claims no likelihood");
  private static final Key<Long> SEED =
      Key.optional(
          "seed",
          new Types.WholeNumber(0, Long.MAX_VALUE),
          DecaySettings.AUTO.seed(),
          Long.toString(DecaySettings.AUTO.seed()),
          "seed of the bootstrap: the same seed gives the same intervals");

  static final Section<DecaySettings> DECAY =
      new Section<>("decay", List.of(MODELS, INTERVAL, LOSS, SEED), AnalysisSchema::decay);

  private AnalysisSchema() {}

  private static EquilibriumSettings equilibrium(Fields fields) {
    Long window = fields.optional(WINDOW);
    return new EquilibriumSettings(
        fields.value(ENERGY),
        fields.optional(STABLE_FROM),
        fields.optional(BURN_IN),
        toInt(window),
        fields.optional(E0),
        fields.value(BINS));
  }

  private static DecaySettings decay(Fields fields) {
    return new DecaySettings(
        fields.value(MODELS), fields.value(INTERVAL), fields.value(LOSS), fields.value(SEED));
  }

  private static @Nullable Integer toInt(@Nullable Long value) {
    return value == null ? null : Math.toIntExact(value);
  }
}
