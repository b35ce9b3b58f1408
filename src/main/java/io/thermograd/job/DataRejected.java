package io.thermograd.job;

import io.thermograd.job.declaration.Mistake;

/** More records were rejected than the declaration allows: exit code 3. */
public final class DataRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can't be done, why not, and what to do. */
  public DataRejected(String problem, String cause, String remedy) {
    super(new Mistake(null, "", problem, cause, remedy).text());
  }
}
