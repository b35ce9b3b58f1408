package io.thermograd.store;

/** Is told of each commit to a table of a store; tests break a batch off there. */
@FunctionalInterface
public interface CommitPoint {
  /** Does nothing. */
  CommitPoint NONE = table -> {};

  /** A commit to {@code table} has just been made. */
  void committed(String table);
}
