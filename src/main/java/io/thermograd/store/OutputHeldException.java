package io.thermograd.store;

/** Another execution is writing the output. */
public final class OutputHeldException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  OutputHeldException(String message) {
    super(message);
    this.reason = message;
  }

  /** Why the output can't be written. */
  public String reason() {
    return reason;
  }
}
