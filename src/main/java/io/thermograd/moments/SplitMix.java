package io.thermograd.moments;

/** SplitMix64's finaliser: a fixed bijection of 64-bit words whose output bits look independent. */
final class SplitMix {
  private SplitMix() {}

  static long mix(long word) {
    long z = word * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
