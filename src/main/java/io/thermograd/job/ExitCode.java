package io.thermograd.job;

/** What the process ends with. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** A bug of ours. */
  BUG(1),
  /** The user's mistake: the declaration, an option, a path. */
  MISTAKE(2),
  /** More bad records than {@code quarantine.max_share} allows. */
  DATA_REJECTED(3),
  /** Another run holds the output. */
  OUTPUT_HELD(4),
  /** Done, and an alert holds that was declared to fail the job. */
  ALERT(5),
  /** A full disk, a quota, a lacking right, a damaged store. */
  STORAGE(6),
  /** Told to end, as by Ctrl-C. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }
}
