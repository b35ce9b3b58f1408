package io.thermograd.store;

/** The folder holds something that no job of ours wrote, and so is never replaced. */
public final class NotAnOutputException extends Exception {
  private static final long serialVersionUID = 1;

  NotAnOutputException(String message) {
    super(message);
  }
}
