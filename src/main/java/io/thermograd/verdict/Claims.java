package io.thermograd.verdict;

import io.thermograd.decay.DecayModel;
import io.thermograd.decay.DecayOutcome;
import io.thermograd.decay.DecayParameter;
import io.thermograd.decay.DriftTest;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.ModelFit;
import io.thermograd.decay.TheoryCheck;
import io.thermograd.decay.TheoryVerdict;
import io.thermograd.equilibrium.BoltzmannFit;
import io.thermograd.equilibrium.BoltzmannFits;
import io.thermograd.equilibrium.EntropyRates;
import io.thermograd.equilibrium.EquilibriumFlag;
import io.thermograd.equilibrium.EquilibriumRegion;
import io.thermograd.signal.LjungBox;
import io.thermograd.signal.NoiseShape;
import io.thermograd.signal.Trend;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** The theory's claims against one run: each rule stands at its method. */
final class Claims {
  private static final double LEVEL = 0.05;

  private final RunFindings findings;

  private Claims(RunFindings findings) {
    this.findings = findings;
  }

  static Map<Claim, ClaimVerdict> of(RunFindings findings) {
    Claims claims = new Claims(findings);
    Map<Claim, ClaimVerdict> verdicts = new EnumMap<>(Claim.class);
    ClaimVerdict boltzmann = claims.boltzmann();
    verdicts.put(Claim.T2, claims.noise());
    verdicts.put(Claim.T3, boltzmann);
    verdicts.put(
        Claim.T4, new ClaimVerdict(boltzmann.verdict(), "T4 differentiates T3's law: as T3"));
    verdicts.put(Claim.T5, claims.rates(new RateLaw(EntropyRates::chainRuleRate)));
    verdicts.put(Claim.T6, claims.rates(new RateLaw(EntropyRates::approximateRate)));
    verdicts.put(Claim.T7, claims.decay());
    verdicts.put(Claim.T8, claims.drift());
    verdicts.put(Claim.T9, ClaimVerdict.undecided("no activation trace was given"));
    return verdicts;
  }

  /**
   * T2: white, Gaussian noise that grows. Every layer with vectors speaks: {@code FAILS} where
   * one's noise is significantly coloured, non-Gaussian or shrinking, Bonferroni over the layers.
   */
  private ClaimVerdict noise() {
    List<NoiseShape> layers =
        findings.phases().stream()
            .map(layer -> layer.noise())
            .filter(noise -> noise.whiteness() != null)
            .toList();
    if (layers.isEmpty()) {
      return ClaimVerdict.undecided("no gradient vectors, or too few in an epoch");
    }
    double level = LEVEL / layers.size();
    double limit = new NormalDistribution().inverseCumulativeProbability(1 - level / 2);
    boolean growing = true;
    for (NoiseShape noise : layers) {
      LjungBox white = noise.whiteness();
      Double kurtosis = noise.excessKurtosis();
      Double error = noise.excessKurtosisStandardError();
      if (white != null && white.pValue() < level) {
        return ClaimVerdict.fails("a layer's gradient noise isn't white");
      }
      if (kurtosis != null && error != null && Math.abs(kurtosis) > limit * error) {
        return ClaimVerdict.fails("a layer's gradient noise isn't Gaussian");
      }
      boolean grows =
          noise.growth() instanceof Trend trend && trend.slope() > 0 && trend.pValue() < level;
      growing &= grows;
    }
    return growing
        ? ClaimVerdict.holds("white, Gaussian and growing in every layer")
        : ClaimVerdict.undecided("white and Gaussian, but its growth isn't significant");
  }

  /** T3: an equilibrated region whose visits the source model describes, by the G-test at 5 %. */
  private ClaimVerdict boltzmann() {
    EquilibriumRegion region = findings.equilibrium().equilibrium().regions().equilibrium();
    BoltzmannFits fits = findings.equilibrium().equilibrium().fits();
    BoltzmannFit source = findings.equilibrium().equilibrium().source();
    if (!(region instanceof EquilibriumRegion.Found found)
        || found.verdict() != EquilibriumRegion.Verdict.EQUILIBRATED) {
      return ClaimVerdict.undecided("the run isn't in equilibrium");
    }
    if (findings.equilibrium().equilibrium().flags().contains(EquilibriumFlag.BETA_CHANGES)) {
      return ClaimVerdict.undecided("beta changes within the region: it isn't in equilibrium");
    }
    Double p = fits == null || fits.sourceQuality() == null ? null : fits.sourceQuality().gTestP();
    if (source == null || p == null) {
      return ClaimVerdict.undecided("too few independent losses for a test");
    }
    if (source.isNegative()) {
      return ClaimVerdict.fails("higher losses are visited more often: beta < 0");
    }
    return p < LEVEL
        ? ClaimVerdict.fails("the visits don't follow exp(-beta E) (G-test)")
        : ClaimVerdict.holds("the visits are consistent with exp(-beta E) (G-test)");
  }

  /** T5, T6: the observed rates against the law's, see {@link RateLaw}. */
  private ClaimVerdict rates(RateLaw law) {
    return law.verdict(findings.equilibrium().windows());
  }

  /**
   * T7: the entropy decays as its squared gradient says. Two pieces of evidence: the interval of c
   * = observed/predicted of the whole decay holds 1, and the windows' decay constants lie on the
   * predicted line ({@link WindowTheory}). {@code FAILS} where one of them says no, or where the
   * entropy doesn't decay at all.
   */
  private ClaimVerdict decay() {
    DecayOutcome outcome = findings.decay().outcome();
    if (outcome instanceof DecayOutcome.NotDecaying) {
      return ClaimVerdict.fails("the entropy doesn't decay");
    }
    if (outcome instanceof DecayOutcome.Undetermined absent) {
      return ClaimVerdict.undecided("no decay could be fitted: " + absent.reason());
    }
    ClaimVerdict whole = wholeDecay();
    ClaimVerdict windows = windows();
    boolean windowsDecide =
        windows.verdict() == TheoryVerdict.FAILS || whole.verdict() == TheoryVerdict.UNDECIDED;
    return whole.verdict() != TheoryVerdict.FAILS
            && windowsDecide
            && windows.verdict() != TheoryVerdict.UNDECIDED
        ? windows
        : whole;
  }

  private ClaimVerdict windows() {
    if (!(findings.theory() instanceof TheoryCheck.Outcome.Checked checked)) {
      return ClaimVerdict.undecided("no window has an entropy rate and gradients of its own");
    }
    return switch (checked.verdict()) {
      case HOLDS -> ClaimVerdict.holds("the windows' decay constants are as predicted");
      case FAILS -> ClaimVerdict.fails("the windows' decay constants aren't as predicted");
      case UNDECIDED -> ClaimVerdict.undecided("the windows' decay constants are too uncertain");
    };
  }

  private ClaimVerdict wholeDecay() {
    for (ModelFit fit : findings.decay().fits()) {
      if (fit instanceof ModelFit.Estimated estimated
          && fit.model() == DecayModel.GRADIENT_DRIVEN) {
        Estimate c = estimated.estimates().get(DecayParameter.C);
        if (c != null && c.low() != null && c.high() != null) {
          return c.low() <= 1 && 1 <= c.high()
              ? ClaimVerdict.holds("c's interval holds 1")
              : ClaimVerdict.fails("c's interval excludes 1");
        }
      }
    }
    return ClaimVerdict.undecided("gradients aren't logged densely enough to predict the rate");
  }

  /** T8: the half-life grows, by the nested test of kappa > 0. */
  private ClaimVerdict drift() {
    DriftTest test = findings.decay().drift();
    DecayOutcome outcome = findings.decay().outcome();
    if (test == null
        || outcome instanceof DecayOutcome.NotDecaying
        || outcome instanceof DecayOutcome.Undetermined) {
      return ClaimVerdict.undecided("no decay whose half-life could drift");
    }
    return new ClaimVerdict(test.verdict(), "one-sided test of kappa > 0");
  }
}
