package io.thermograd.store;

/** Another execution is writing the output. */
public final class OutputHeldException extends Exception {
  private static final long serialVersionUID = 1;

  OutputHeldException(String message) {
    super(message);
  }
}
