package io.thermograd.verdict;

import io.thermograd.decay.DecayOutcome;
import io.thermograd.decay.DriftTest;
import io.thermograd.decay.Estimate;
import io.thermograd.decay.Forecast;
import io.thermograd.equilibrium.EquilibriumFlag;
import io.thermograd.equilibrium.EquilibriumRegion;
import io.thermograd.equilibrium.SamplingNoiseShare;
import io.thermograd.equilibrium.SgdTemperature;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.Quantity;
import io.thermograd.signal.Crossing;
import io.thermograd.trace.TraceLevel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the sentence about a run rests on.
 *
 * @param verdict in a word
 * @param cause why a run without a clear end has its verdict, as the end of a sentence; null where
 *     the verdict says it
 * @param crossing where the whole model's SNR last crossed 1 for good; null when nowhere
 * @param finalSnr the whole model's SNR in the last logged epoch, corrected, where known
 * @param outcome what the entropy does
 * @param drift T8's test, where there is one
 * @param forecast how long the next bit of entropy takes, where it decays
 * @param speed dH/dt, where there is a fit
 * @param optimizer the optimizer that isn't plain SGD; null where it is, or is unknown
 * @param batchShare the share of the loss's variance that is the drawing of batches, where it is so
 *     high that β is no temperature
 */
public record RunEvidence(
    RunVerdict verdict,
    @Nullable String cause,
    @Nullable Crossing crossing,
    @Nullable Double finalSnr,
    DecayOutcome outcome,
    @Nullable DriftTest drift,
    @Nullable Forecast forecast,
    @Nullable Estimate speed,
    @Nullable String optimizer,
    @Nullable Double batchShare) {
  public RunEvidence {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(outcome, "outcome");
  }

  static RunEvidence of(RunFindings findings, RunVerdict verdict) {
    LayerEpoch last = lastEpoch(findings);
    SgdTemperature sgd = findings.equilibrium().equilibrium().sgd();
    SamplingNoiseShare share = findings.equilibrium().equilibrium().samplingNoiseShare();
    boolean effective =
        findings.equilibrium().equilibrium().flags().contains(EquilibriumFlag.SAMPLING_NOISE);
    return new RunEvidence(
        verdict,
        cause(findings, verdict),
        LastCrossing.of(findings),
        last == null ? null : last.value(Quantity.SNR_CORRECTED),
        findings.decay().outcome(),
        findings.decay().drift(),
        findings.decay().forecast(),
        ConvergenceSpeed.of(findings.decay()),
        sgd.reason() == SgdTemperature.Reason.NOT_SGD ? findings.input().facts().optimizer() : null,
        effective && share != null ? (Double) share.value() : null);
  }

  private static @Nullable LayerEpoch lastEpoch(RunFindings findings) {
    List<LayerEpoch> epochs = findings.wholeModel();
    return epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
  }

  private static @Nullable String cause(RunFindings findings, RunVerdict verdict) {
    return switch (verdict) {
      case DIVERGED -> ofDivergence(findings);
      case TOO_SHORT -> ofShortness(findings);
      case UNDETERMINED -> ofSilence(findings);
      default -> null;
    };
  }

  private static String ofDivergence(RunFindings findings) {
    LayerEpoch last = lastEpoch(findings);
    if (!findings.input().steps().endsFinite()) {
      return "the last loss isn't finite";
    }
    return last != null && last.counts().nonFinite() > 0 && last.counts().finite() == 0
        ? "no gradient of the last logged epoch is finite"
        : "the losses end over " + (int) VerdictRule.BLOWN_UP + " times as high as they began";
  }

  private static String ofShortness(RunFindings findings) {
    return findings.equilibrium().equilibrium().regions().equilibrium()
            instanceof EquilibriumRegion.Undetermined absent
        ? absent.reason()
        : "fewer than 20 independent losses in the equilibrium region";
  }

  private static String ofSilence(RunFindings findings) {
    LayerEpoch last = lastEpoch(findings);
    if (findings.equilibrium().equilibrium().regions().equilibrium()
            instanceof EquilibriumRegion.Undetermined absent
        && absent.cause() != EquilibriumRegion.Cause.NO_LOSSES) {
      return absent.reason();
    }
    if (last == null) {
      return "no gradients were logged";
    }
    if (last.level() == TraceLevel.NORM) {
      return "only gradient norms were logged, which have no SNR; log grad_dot_prev as well";
    }
    if (last.level() == TraceLevel.ELEMENT) {
      return "only moments over the elements were logged, which have no SNR";
    }
    return last.value(Quantity.SNR) == null
        ? "the last logged epoch has no SNR"
        : "the loss isn't stable";
  }
}
