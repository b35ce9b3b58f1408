package io.thermograd.equilibrium;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.regression.SimpleRegression;
import org.jspecify.annotations.Nullable;

/**
 * A straight line through a correlated series, and whether it is level.
 *
 * <p><b>Definition.</b> The slope of x on its index.
 *
 * <p><b>Estimator.</b> Least squares; the standard error is the usual one times √g, g the
 * statistical inefficiency of the residuals ({@link Autocorrelation}); Student's t with n/g − 2
 * degrees of freedom, two-sided. Chosen over Theil-Sen with a block bootstrap since it needs
 * neither a block length nor random numbers; the price is that a spike tilts it.
 *
 * <p><b>Bias.</b> g is low for few correlation times and the test liberal there: of series with 5
 * to 25 independent values 5 to 10 % are called drifting, of longer ones 5 to 7 % (see
 * numerics.md).
 *
 * <p><b>Shape and units.</b> x per index.
 *
 * <p><b>Edge cases.</b> Under {@value #MIN_INDEPENDENT} independent values there is no p-value.
 *
 * @param slope per index
 * @param se its standard error
 * @param independent n/g
 * @param pValue of a level line; null under 20 independent values
 */
record LinearTrend(double slope, double se, double independent, @Nullable Double pValue) {
  static final int MIN_INDEPENDENT = 20;

  static LinearTrend of(double[] x) {
    if (x.length < 3) {
      return new LinearTrend(0, 0, x.length, null);
    }
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      line.addData(i, x[i]);
    }
    double[] rest = new double[x.length];
    Arrays.setAll(rest, i -> x[i] - line.predict(i));
    double g = Autocorrelation.inefficiency(rest);
    double independent = x.length / g;
    double se = line.getSlopeStdErr() * Math.sqrt(g);
    if (independent < MIN_INDEPENDENT || !(se > 0)) {
      return new LinearTrend(line.getSlope(), se, independent, null);
    }
    double t = Math.abs(line.getSlope() / se);
    double p = 2 * new TDistribution(independent - 2).cumulativeProbability(-t);
    return new LinearTrend(line.getSlope(), se, independent, p);
  }
}
