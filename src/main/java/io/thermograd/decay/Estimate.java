package io.thermograd.decay;

import org.jspecify.annotations.Nullable;

/**
 * An estimate with its uncertainty.
 *
 * @param value the estimate
 * @param standardError of the value
 * @param low lower end of the 95 % interval; null where the data set none
 * @param high upper end of the 95 % interval; null where the data set none
 */
public record Estimate(
    double value, double standardError, @Nullable Double low, @Nullable Double high) {

  public Estimate {
    if (!Double.isFinite(value) || !Double.isFinite(standardError)) {
      throw new IllegalArgumentException("Invalid estimate: " + value + " ± " + standardError);
    }
  }

  /** The same quantity in another unit; a negative factor turns the interval round. */
  Estimate times(double factor) {
    Double scaledLow = low == null ? null : Double.valueOf(low * factor);
    Double scaledHigh = high == null ? null : Double.valueOf(high * factor);
    double error = standardError * Math.abs(factor);
    return factor < 0
        ? new Estimate(value * factor, error, scaledHigh, scaledLow)
        : new Estimate(value * factor, error, scaledLow, scaledHigh);
  }

  /** The exponential of a quantity that was estimated on a logarithmic scale. */
  Estimate exp() {
    double centre = Math.exp(value);
    return new Estimate(centre, centre * standardError, finiteExp(low), finiteExp(high));
  }

  /** Whether the interval holds the number. */
  boolean covers(double number) {
    return (low == null || low <= number) && (high == null || number <= high);
  }

  private static @Nullable Double finiteExp(@Nullable Double exponent) {
    if (exponent == null) {
      return null;
    }
    double result = Math.exp(exponent);
    return Double.isFinite(result) ? Double.valueOf(result) : null;
  }
}
