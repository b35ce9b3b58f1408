package io.thermograd.job.declaration;

/**
 * When bad records fail the job.
 *
 * @param maxShare the largest share of rejected records among all records read; 1, the default,
 *     never fails: a bad record costs itself only, and every one is counted
 */
public record QuarantineDeclaration(double maxShare) {
  /** Never fails the job. */
  public static final QuarantineDeclaration NEVER_FAILS = new QuarantineDeclaration(1);

  public QuarantineDeclaration {
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("Invalid max_share: " + maxShare + " (must be in [0, 1])");
    }
  }
}
