package io.thermograd.moments;

/**
 * One finite gradient in a state.
 *
 * @param grad the coordinates as logged
 * @param scale what they are multiplied by
 * @param squaredNorm ‖g‖², scaled
 * @param step global iteration
 * @param replica −1 when unknown
 * @param batch batch size, 0 when unknown
 */
record GradientSample(
    float[] grad, double scale, double squaredNorm, long step, int replica, int batch) {
  static final int FIXED_BYTES = 3 * Double.BYTES + 2 * Integer.BYTES;
}
