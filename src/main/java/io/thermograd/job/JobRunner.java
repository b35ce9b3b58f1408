package io.thermograd.job;

import io.thermograd.job.declaration.JobDeclaration;

/** Runs a declared job: what stands between the command line and the pipeline. */
@FunctionalInterface
public interface JobRunner {

  /**
   * Runs the job and publishes its output.
   *
   * @throws io.thermograd.job.declaration.UserMistake if the input or output can't be used
   * @throws DataRejected if more records are rejected than the declaration allows
   * @throws OutputHeld if another run holds the output
   */
  JobSummary run(JobDeclaration declaration, RunContext context);
}
