package io.thermograd.signal;

import io.thermograd.moments.DotProduct;
import java.util.stream.Stream;
import org.hipparchus.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * What the residuals g − ḡ of one epoch say of the noise's shape, in a few numbers.
 *
 * <p><b>Definition.</b> With P = mean ‖r_t‖²: for lags k = 1 to {@value #LAGS}, the sum of ⟨r_t,
 * r_{t+k}⟩/P over steps that lie k apart; the effective number of dimensions; the excess kurtosis;
 * the norms ‖r_t‖/√P.
 *
 * <p><b>Estimator.</b> Dimensions P²/Var⟨r_i, r_j⟩ over all pairs i &lt; j; kurtosis by Fisher's G2
 * per coordinate, averaged over the coordinates that vary.
 *
 * <p><b>Bias.</b> Taking the mean out makes residuals of n steps correlate by −1/(n − 1): {@link
 * NoiseShape} puts that back. Buckets of a count sketch are sums of coordinates, hence nearer to
 * Gaussian than a single coordinate.
 *
 * <p><b>Shape and units.</b> Without unit: an epoch's spread is divided out, so that epochs pool.
 *
 * <p><b>Merge.</b> None: one epoch is summed at once, and {@link NoiseShape} pools.
 *
 * <p><b>Numerics.</b> O(n²K) for the pairs, n at most 256.
 *
 * <p><b>Edge cases.</b> Under {@value #LEAST_ROWS} rows or no spread: null.
 *
 * <p><b>Errors.</b> In {@link NoiseShape}.
 *
 * <p><b>Reference.</b> Joanes &amp; Gill 1998 (G2).
 *
 * @param rows residuals n
 * @param pairs per lag
 * @param products per lag: Σ⟨r_t, r_{t+k}⟩/P
 * @param dimensions effective number, in the sketch
 * @param excessKurtosis mean over coordinates
 * @param norms scaled
 */
public record EpochNoise(
    int rows,
    int[] pairs,
    double[] products,
    double dimensions,
    double excessKurtosis,
    double[] norms) {
  /** Lags looked at. */
  public static final int LAGS = 5;

  /** G2 needs four values, and one degree of freedom has gone to the mean. */
  public static final int LEAST_ROWS = 5;

  /**
   * Sums up one epoch.
   *
   * @param steps strictly increasing; gaps are fine
   * @param residuals one row a step, as sketched; their mean is taken out again
   */
  public static @Nullable EpochNoise of(long[] steps, double[][] residuals) {
    requireRows(steps, residuals);
    int n = steps.length;
    if (n < LEAST_ROWS) {
      return null;
    }
    double[][] rows = centred(residuals);
    double power = Stream.of(rows).mapToDouble(r -> DotProduct.of(r, r)).average().orElse(0);
    // What rounding leaves of equal rows is no noise.
    double rounding =
        1e-24 * Stream.of(residuals).mapToDouble(r -> DotProduct.of(r, r)).average().orElse(0);
    if (power <= rounding) {
      return null;
    }
    int[] pairs = new int[LAGS];
    double[] products = new double[LAGS];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double product = DotProduct.of(rows[i], rows[j]) / power;
        sum += product;
        squares += product * product;
        long lag = steps[j] - steps[i];
        if (lag <= LAGS) {
          pairs[(int) lag - 1]++;
          products[(int) lag - 1] += product;
        }
      }
    }
    double count = 0.5 * n * (n - 1);
    double variance = squares / count - (sum / count) * (sum / count);
    double[] norms =
        Stream.of(rows).mapToDouble(r -> FastMath.sqrt(DotProduct.of(r, r) / power)).toArray();
    return new EpochNoise(n, pairs, products, 1 / variance, kurtosis(rows), norms);
  }

  /**
   * The mean of the coordinates' sample excess kurtosis G2, those that don't vary left out. Summed
   * here, since a library's fourth power by its general pow is most of an epoch's time.
   */
  private static double kurtosis(double[][] centred) {
    double n = centred.length;
    double sum = 0;
    int varying = 0;
    for (int j = 0; j < centred[0].length; j++) {
      double squares = 0;
      double fourths = 0;
      for (double[] row : centred) {
        double square = row[j] * row[j];
        squares += square;
        fourths += square * square;
      }
      if (squares > 0) {
        double shape = n * (n + 1) * (n - 1) * fourths / (squares * squares);
        sum += (shape - 3 * (n - 1) * (n - 1)) / ((n - 2) * (n - 3));
        varying++;
      }
    }
    return varying == 0 ? 0 : sum / varying;
  }

  private static double[][] centred(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / rows.length;
      }
    }
    double[][] centred = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        centred[i][j] = rows[i][j] - mean[j];
      }
    }
    return centred;
  }

  private static void requireRows(long[] steps, double[][] residuals) {
    if (steps.length != residuals.length) {
      throw new IllegalArgumentException(
          "Invalid residuals: " + residuals.length + " rows for " + steps.length + " steps");
    }
    for (int i = 1; i < steps.length; i++) {
      if (steps[i] <= steps[i - 1] || residuals[i].length != residuals[0].length) {
        throw new IllegalArgumentException(
            "Invalid residuals: row " + i + " is out of order or ragged");
      }
    }
  }
}
