package io.thermograd.signal;

import java.util.Arrays;
import java.util.Comparator;
import org.hipparchus.util.FastMath;

/**
 * False-discovery adjustment of many p-values.
 *
 * <p><b>Definition.</b> adjusted p_(i) = min_{j ≥ i} min(1, m p_(j)/j) over the m sorted p-values.
 *
 * <p><b>Estimator.</b> As defined; rejecting adjusted p ≤ q holds the expected share of false
 * discoveries at q.
 *
 * <p><b>Bias.</b> Conservative by the share of true nulls.
 *
 * <p><b>Shape and units.</b> As many values as came in, in their order.
 *
 * <p><b>Numerics.</b> One product and one quotient a value.
 *
 * <p><b>Edge cases.</b> None in, none out; a p outside 0 to 1 is an exception.
 *
 * <p><b>Errors.</b> Holds under independence and positive regression dependence, which three trends
 * of one layer need not have: SNR and mean move together, SNR and variance apart.
 *
 * <p><b>Reference.</b> Benjamini &amp; Hochberg 1995, JRSS B 57:289.
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /** The adjusted p-values, in the order of the given ones. */
  public static double[] adjusted(double[] pValues) {
    int m = pValues.length;
    Integer[] order = new Integer[m];
    for (int i = 0; i < m; i++) {
      if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
        throw new IllegalArgumentException("Invalid p-value: " + pValues[i] + " (must be 0 to 1)");
      }
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
    double[] adjusted = new double[m];
    double least = 1;
    for (int rank = m; rank >= 1; rank--) {
      int i = order[rank - 1];
      least = FastMath.min(least, pValues[i] * m / rank);
      adjusted[i] = least;
    }
    return adjusted;
  }
}
