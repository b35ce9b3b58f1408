package io.thermograd.incremental;

/** What became of a file since it was last read. */
public enum ChangeKind {
  /** Never read before. */
  NEW,
  /** What was read stands as it was, and more follows. */
  GROWN,
  /** To be read again as a whole: rewritten, shortened, touched, or not readable the last time. */
  CHANGED,
  /** No longer there, or no longer an input. */
  REMOVED
}
