package io.thermograd.job.declaration;

/** How the tables are written. */
public enum OutputFormat {
  /** A folder of Parquet files a table; the whole output replaces what stood there. */
  PARQUET,
  /** A store of Delta tables, of which each execution reads only what has changed. */
  DELTA
}
