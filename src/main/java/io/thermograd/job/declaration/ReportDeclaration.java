package io.thermograd.job.declaration;

/**
 * What a job writes for people beside the tables.
 *
 * @param html whether it writes report.html
 * @param tensorboard whether it writes event files
 */
public record ReportDeclaration(boolean html, boolean tensorboard) {
  /** The page. */
  public static final ReportDeclaration PAGE = new ReportDeclaration(true, false);
}
