package io.thermograd.trace;

/** The formats of trace files. */
public enum InputFormat {
  JSONL(SessionRule.APPEND_ONLY),
  CSV(SessionRule.APPEND_ONLY),
  PARQUET(SessionRule.NONE),
  ORC(SessionRule.NONE),
  AVRO(SessionRule.NONE);

  private final SessionRule defaultSessions;

  InputFormat(SessionRule defaultSessions) {
    this.defaultSessions = defaultSessions;
  }

  /** The session rule that holds unless an input declares another. */
  public SessionRule defaultSessions() {
    return defaultSessions;
  }
}
