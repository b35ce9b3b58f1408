package io.thermograd.job.declaration;

/** A copy of every table for other programs. */
public enum ExportFormat {
  /** One CSV file a table under {@code export/}. */
  CSV
}
