package io.thermograd.job.declaration;

/**
 * How a store is kept.
 *
 * @param keepBatches batches whose tables stay readable, at least
 */
public record StoreDeclaration(int keepBatches) {
  /** A month of nights. */
  public static final StoreDeclaration DEFAULT = new StoreDeclaration(30);

  public StoreDeclaration {
    if (keepBatches < 1) {
      throw new IllegalArgumentException("Invalid keepBatches: " + keepBatches + " (must be >= 1)");
    }
  }
}
