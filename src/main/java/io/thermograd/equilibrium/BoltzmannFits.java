package io.thermograd.equilibrium;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both laws fitted to the equilibrium region, side by side.
 *
 * @param occupancy the region's visits
 * @param source the fit with constant density of states
 * @param densityOfStates the fit with a density of states
 * @param sourceAicc the former's AICc; null when there is no fit, or N_eff is too small
 * @param densityOfStatesAicc the latter's
 * @param chosen the law of lower AICc
 * @param sourceQuality how well the former describes the visits
 * @param densityOfStatesQuality how well the latter does
 */
public record BoltzmannFits(
    Occupancy occupancy,
    Outcome<BoltzmannFit> source,
    Outcome<DensityOfStatesFit> densityOfStates,
    @Nullable Double sourceAicc,
    @Nullable Double densityOfStatesAicc,
    @Nullable BoltzmannModel chosen,
    @Nullable GoodnessOfFit sourceQuality,
    @Nullable GoodnessOfFit densityOfStatesQuality) {
  public BoltzmannFits {
    Objects.requireNonNull(occupancy, "occupancy");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(densityOfStates, "densityOfStates");
  }

  static BoltzmannFits of(LossBins bins, LossSeries losses, double nEff, @Nullable Double e0) {
    Occupancy occupancy = Occupancy.of(bins, losses.losses());
    Outcome<BoltzmannFit> source = BoltzmannFit.of(occupancy, nEff);
    Outcome<DensityOfStatesFit> dos =
        e0 == null ? DensityOfStatesFit.profiled(losses) : DensityOfStatesFit.of(losses, e0, nEff);
    double n = occupancy.inRange();
    double nEffInRange = nEff * n / occupancy.n();
    BoltzmannFit sourceFit = source.orNull();
    DensityOfStatesFit dosFit = n == 0 ? null : dos.orNull();
    Double sourceAicc =
        sourceFit == null
            ? null
            : BoltzmannModel.aicc(sourceFit.logLikelihood(), 1, n, nEffInRange);
    Double dosAicc =
        dosFit == null
            ? null
            : BoltzmannModel.aicc(
                dosFit.logLikelihood(occupancy), dosFit.parameters(), n, nEffInRange);
    return new BoltzmannFits(
        occupancy,
        source,
        dos,
        sourceAicc,
        dosAicc,
        BoltzmannModel.choose(sourceAicc, dosAicc),
        sourceFit == null
            ? null
            : GoodnessOfFit.of(occupancy, sourceFit.law().probabilities(), 1, nEffInRange),
        dosFit == null
            ? null
            : GoodnessOfFit.of(
                occupancy, dosFit.probabilities(bins), dosFit.parameters(), nEffInRange));
  }
}
