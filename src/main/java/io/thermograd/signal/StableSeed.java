package io.thermograd.signal;

/** Seeds that depend on names alone: the same whatever the order or the partition of the work. */
public final class StableSeed {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private StableSeed() {}

  /** A seed from a declared one and names such as run and layer (FNV-1a over UTF-16). */
  public static long of(long declared, String... names) {
    long hash = FNV_OFFSET ^ declared;
    for (String name : names) {
      for (int i = 0; i < name.length(); i++) {
        hash = (hash ^ name.charAt(i)) * FNV_PRIME;
      }
      // The length keeps ("ab", "c") and ("a", "bc") apart.
      hash = (hash ^ ~name.length()) * FNV_PRIME;
    }
    return hash;
  }
}
