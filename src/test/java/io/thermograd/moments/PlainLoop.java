package io.thermograd.moments;

import io.thermograd.trace.TraceRecord;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The moments by their definitions, two plain passes over all rows: the reference of the tests. */
@NullUnmarked // an unexpected null fails the test by itself
record PlainLoop(
    double meanSquared, double variance, double secondMoment, double signalSquared, double scale) {

  /** Full vectors with batch sizes; datasetSize 0 stands for sampling with replacement. */
  static PlainLoop of(List<TraceRecord> rows, long datasetSize) {
    int d = rows.get(0).gradient().grad().length;
    int n = rows.size();
    double[] mean = new double[d];
    double[] weighted = new double[d];
    double batches = 0;
    double reciprocals = 0;
    for (TraceRecord row : rows) {
      batches += row.settings().batchSize();
      reciprocals += 1.0 / row.settings().batchSize();
    }
    for (TraceRecord row : rows) {
      for (int j = 0; j < d; j++) {
        double g = row.gradient().grad()[j] * row.gradient().unscale();
        mean[j] += g / n;
        weighted[j] += g * (row.settings().batchSize() / batches);
      }
    }
    double central = 0;
    double second = 0;
    for (TraceRecord row : rows) {
      for (int j = 0; j < d; j++) {
        double g = row.gradient().grad()[j] * row.gradient().unscale();
        central += (g - mean[j]) * (g - mean[j]);
        second += g * g / n;
      }
    }
    double meanSquared = 0;
    double weightedSquared = 0;
    for (int j = 0; j < d; j++) {
      meanSquared += mean[j] * mean[j];
      weightedSquared += weighted[j] * weighted[j];
    }
    double variance = central / (n - 1);
    double fraction = datasetSize == 0 ? 0 : Math.min(1, batches / datasetSize);
    double harmonic = n / reciprocals;
    Long parameters = rows.get(0).gradient().paramCount();
    double scale = parameters == null ? 1 : (double) parameters / d;
    double signal = weightedSquared - (1 - fraction) * variance * harmonic / batches;
    return new PlainLoop(
        scale * meanSquared, scale * variance, scale * second, scale * signal, scale);
  }
}
