package io.thermograd.trace;

/** What the values of a column are, whatever the format they are written in. */
public enum ColumnType {
  /** Any text; a number is taken as its text. */
  TEXT,
  /** A whole number; 3.0 is 3. */
  WHOLE,
  /** A real number. */
  REAL,
  /** A time: a timestamp, ISO-8601 text or seconds since 1970-01-01T00:00Z. */
  TIME,
  /** A list of float32. */
  VECTOR
}
