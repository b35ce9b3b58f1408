package io.thermograd.verdict;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run's findings amount to.
 *
 * @param findings the findings
 * @param verdict in a word
 * @param summary in a sentence or three
 * @param claims the theory's claims against the run
 * @param warnings in words
 */
public record RunReport(
    RunFindings findings,
    RunVerdict verdict,
    String summary,
    Map<Claim, ClaimVerdict> claims,
    List<String> warnings) {
  public RunReport {
    Objects.requireNonNull(findings, "findings");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(summary, "summary");
    claims = Map.copyOf(claims);
    warnings = List.copyOf(warnings);
  }

  /** Judges a run. */
  public static RunReport of(RunFindings findings) {
    RunVerdict verdict = VerdictRule.of(findings);
    return new RunReport(
        findings,
        verdict,
        RunWords.of(RunEvidence.of(findings, verdict)),
        Claims.of(findings),
        RunWarnings.of(findings));
  }
}
