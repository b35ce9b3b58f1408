package io.thermograd.job;

import io.thermograd.report.RunSummary;
import java.util.List;

/**
 * What a job tells when it is done.
 *
 * @param runs a row per run
 * @param findings sentences about all runs, such as the temperature law
 * @param warnings sentences about what the user should look at, such as cut files
 */
public record JobSummary(List<RunSummary> runs, List<String> findings, List<String> warnings) {
  public JobSummary {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
  }
}
