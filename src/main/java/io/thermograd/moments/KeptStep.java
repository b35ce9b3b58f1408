package io.thermograd.moments;

/**
 * One step whose gradient is kept in small.
 *
 * @param hash of its pair of steps and its replica
 * @param step global iteration
 * @param replica which replica; −1 when the record doesn't say
 * @param squaredNorm ‖g‖² of the logged coordinates, exact
 * @param sketch see {@link CountSketch}
 */
record KeptStep(long hash, long step, int replica, double squaredNorm, float[] sketch) {
  static final int FIXED_BYTES = Long.BYTES + Integer.BYTES + Double.BYTES;

  private static final long SEED = 0x7E57AB1EL;

  /** Hash that two consecutive steps 2k, 2k + 1 of one replica share; not negative. */
  static long pairHash(long step, int replica) {
    return SplitMix.mix(SplitMix.mix(SEED + (step >> 1)) + replica) >>> 1;
  }
}
