package io.thermograd.job.declaration;

/**
 * What a job writes for people beside the tables.
 *
 * @param html whether it writes report.html
 */
public record ReportDeclaration(boolean html) {
  /** The page. */
  public static final ReportDeclaration PAGE = new ReportDeclaration(true);
}
