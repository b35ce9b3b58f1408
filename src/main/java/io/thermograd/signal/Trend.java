package io.thermograd.signal;

/**
 * A monotone trend: its slope and how sure it is.
 *
 * @param points in the series
 * @param slope Theil-Sen's, y per x
 * @param low lower end of the slope's 95 % interval
 * @param high upper end
 * @param pValue two-sided, by block bootstrap
 * @param tfpwPValue two-sided, by trend-free pre-whitening: the cross-check, known to be liberal
 * @param ar1 the residuals' lag-1 autocorrelation, corrected for its bias
 * @param blockLength of the bootstrap
 */
public record Trend(
    int points,
    double slope,
    double low,
    double high,
    double pValue,
    double tfpwPValue,
    double ar1,
    int blockLength)
    implements TrendOutcome {

  public Trend {
    if (!(low <= slope && slope <= high)) {
      throw new IllegalArgumentException(
          "Invalid trend: slope " + slope + " outside [" + low + ", " + high + "]");
    }
    requireProbability(pValue);
    requireProbability(tfpwPValue);
  }

  /** Which way the slope points. */
  public Direction direction() {
    return slope < 0 ? Direction.DOWN : Direction.UP;
  }

  private static void requireProbability(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("Invalid p-value: " + p + " (must be 0 to 1)");
    }
  }
}
