package io.thermograd.equilibrium;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The equilibrium of one run: one row of the table of that name.
 *
 * @param run the run's id
 * @param regions its regions
 * @param fits both laws; null with a reason
 * @param entropy of the region's visits over the bins; null without fits
 * @param alternateSource the source model of every second loss of the region: what is checked
 *     against it comes from the others; null where there is none
 * @param temperatures β of the region's last third against that of its first; null without fits
 * @param samplingNoiseShare share of the mini-batch loss's variance that is sampling; null without
 *     enough full losses
 * @param sgd β of SGD's noise
 * @param flags what a reader must know
 * @param reason why fits are absent; null when they are there
 */
public record Equilibrium(
    String run,
    Regions regions,
    @Nullable BoltzmannFits fits,
    @Nullable EntropyEstimate entropy,
    @Nullable BoltzmannFit alternateSource,
    @Nullable Outcome<TwoTemperatureTest> temperatures,
    @Nullable SamplingNoiseShare samplingNoiseShare,
    SgdTemperature sgd,
    Set<EquilibriumFlag> flags,
    @Nullable String reason) {
  public Equilibrium {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(regions, "regions");
    Objects.requireNonNull(sgd, "sgd");
    flags = Set.copyOf(flags);
    if ((fits == null) == (reason == null)) {
      throw new IllegalArgumentException("Invalid equilibrium: needs fits or a reason");
    }
  }

  /** β of the source model; null with {@link #reason} or its outcome's. */
  public @Nullable BoltzmannFit source() {
    BoltzmannFits both = fits;
    return both == null ? null : both.source().orNull();
  }

  /** The fit with a density of states; null with {@link #reason} or its outcome's. */
  public @Nullable DensityOfStatesFit densityOfStates() {
    BoltzmannFits both = fits;
    return both == null ? null : both.densityOfStates().orNull();
  }
}
