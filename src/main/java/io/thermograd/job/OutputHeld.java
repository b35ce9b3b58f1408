package io.thermograd.job;

import io.thermograd.job.declaration.Mistake;

/** Another run holds the output: exit code 4. */
public final class OutputHeld extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can't be done, why not, and what to do. */
  public OutputHeld(String problem, String cause, String remedy) {
    super(new Mistake(null, "", problem, cause, remedy).text());
  }
}
