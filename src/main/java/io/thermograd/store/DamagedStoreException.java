package io.thermograd.store;

/** Something of a store that its batches count on is gone or can't be read. */
public final class DamagedStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A store is damaged.
   *
   * @param message what of it, in a few words
   */
  public DamagedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
