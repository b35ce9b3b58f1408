package io.thermograd.store;

/** The folder holds something that no job of ours wrote, and so is never replaced. */
public final class NotAnOutputException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  NotAnOutputException(String message) {
    super(message);
    this.reason = message;
  }

  /** Why the output can't be written. */
  public String reason() {
    return reason;
  }
}
