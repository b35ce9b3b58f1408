package io.thermograd.job;

import io.thermograd.report.RunSummary;
import java.util.List;
import java.util.Objects;

/**
 * What a job tells when it is done.
 *
 * @param runs a row per run
 * @param findings sentences about all runs, such as the temperature law
 * @param warnings sentences about what the user should look at, such as cut files
 * @param exitCode what the process ends with
 */
public record JobSummary(
    List<RunSummary> runs, List<String> findings, List<String> warnings, ExitCode exitCode) {
  public JobSummary {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
    Objects.requireNonNull(exitCode, "exitCode");
  }

  /** A job that ends well. */
  public JobSummary(List<RunSummary> runs, List<String> findings, List<String> warnings) {
    this(runs, findings, warnings, ExitCode.DONE);
  }
}
