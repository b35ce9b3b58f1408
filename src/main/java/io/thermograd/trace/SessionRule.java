package io.thermograd.trace;

/** How the rows of a resumed run are ordered; see docs/formats.md. */
public enum SessionRule {
  /** A file, or what follows a drop in step inside a file, is a session; later ones supersede. */
  APPEND_ONLY,
  /** Files carry no order: only a repeated (run, kind, layer, step, replica) is superseded. */
  NONE
}
