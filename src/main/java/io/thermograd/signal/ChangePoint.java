package io.thermograd.signal;

/**
 * Where the course of log SNR changes.
 *
 * @param epoch estimate
 * @param low lower end of its 95 % interval
 * @param high upper end
 */
public record ChangePoint(int epoch, int low, int high) {
  public ChangePoint {
    if (!(0 <= low && low <= epoch && epoch <= high)) {
      throw new IllegalArgumentException(
          "Invalid change point: " + epoch + " outside [" + low + ", " + high + "]");
    }
  }
}
