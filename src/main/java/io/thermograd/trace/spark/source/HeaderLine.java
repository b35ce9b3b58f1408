package io.thermograd.trace.spark.source;

/** Whether a file's first line names its columns. */
public enum HeaderLine {
  NO,
  YES
}
