package io.thermograd.moments;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> Per coordinate of a gradient: the plain mean, the mean weighted by batch size,
 * and the second central sum S_j = Σ(g_ij − ḡ_j)².
 *
 * <p><b>Estimator.</b> Welford's update on g − c, c the first row rounded to float.
 *
 * <p><b>Shape and units.</b> 20 bytes a coordinate; 8 more once two batch sizes were seen, since
 * the weighted mean is the plain one until then.
 *
 * <p><b>Merge.</b> Commutative and associative up to rounding (Chan, Golub and LeVeque 1983), the
 * other side's means moved to this side's shift.
 *
 * <p><b>Numerics.</b> The shift makes every term of the size of the spread: S keeps 1e-13 relative
 * at a mean of 1e6 standard deviations (GradientMomentsTest).
 *
 * <p><b>Edge cases.</b> A batch size of 0 means unknown and carries no weight.
 *
 * <p><b>Reference.</b> Chan, Golub and LeVeque, The American Statistician 37 (1983).
 */
final class CoordinateMoments {
  private final int dimension;
  private final float[] shift;
  private final double[] mean;
  private final double[] centralSums;
  private double @Nullable [] weightedMean;
  private double weight;
  private int commonBatch;
  private long count;

  CoordinateMoments(int dimension) {
    this.dimension = dimension;
    shift = new float[dimension];
    mean = new double[dimension];
    centralSums = new double[dimension];
  }

  void add(float[] grad, double scale, int batch) {
    if (count == 0) {
      for (int j = 0; j < dimension; j++) {
        shift[j] = clampedFloat(scale * grad[j]);
      }
      commonBatch = batch;
    } else if (batch != commonBatch && weightedMean == null) {
      weightedMean = mean.clone();
    }
    count++;
    weight += batch;
    addToMeans(grad, scale, 1.0 / count);
    if (weightedMean != null && batch > 0) {
      addToWeightedMean(weightedMean, grad, scale, batch / weight);
    }
  }

  private void addToMeans(float[] grad, double scale, double share) {
    float[] c = shift;
    double[] m = mean;
    double[] s = centralSums;
    for (int j = 0; j < grad.length; j++) {
      double y = scale * grad[j] - c[j];
      double delta = y - m[j];
      double moved = m[j] + delta * share;
      m[j] = moved;
      s[j] += delta * (y - moved);
    }
  }

  private void addToWeightedMean(double[] target, float[] grad, double scale, double share) {
    for (int j = 0; j < grad.length; j++) {
      target[j] += share * (scale * grad[j] - shift[j] - target[j]);
    }
  }

  void merge(CoordinateMoments other) {
    if (other.count == 0) {
      return;
    }
    if (count == 0) {
      System.arraycopy(other.shift, 0, shift, 0, dimension);
      commonBatch = other.commonBatch;
    }
    boolean mixed = weightedMean != null || other.weightedMean != null;
    if (mixed || other.commonBatch != commonBatch) {
      mergeWeighted(other);
    }
    long total = count + other.count;
    double share = (double) other.count / total;
    for (int j = 0; j < dimension; j++) {
      double delta = ((double) other.shift[j] - shift[j]) + other.mean[j] - mean[j];
      mean[j] += delta * share;
      centralSums[j] += other.centralSums[j] + delta * delta * share * count;
    }
    count = total;
    weight += other.weight;
  }

  private void mergeWeighted(CoordinateMoments other) {
    double[] mine = weightedMean == null ? mean.clone() : weightedMean;
    double[] theirs = other.weightedMean == null ? other.mean : other.weightedMean;
    double total = weight + other.weight;
    double share = total == 0 ? 0 : other.weight / total;
    for (int j = 0; j < dimension; j++) {
      mine[j] += share * (((double) other.shift[j] - shift[j]) + theirs[j] - mine[j]);
    }
    weightedMean = mine;
  }

  long count() {
    return count;
  }

  int dimension() {
    return dimension;
  }

  /** ḡ. */
  double[] mean() {
    return unshifted(mean);
  }

  /** ‖ḡ‖². */
  double meanSquared() {
    return squared(mean);
  }

  /** ‖ḡ_w‖², ḡ_w weighted by batch size. */
  double weightedMeanSquared() {
    return squared(weightedMean == null ? mean : weightedMean);
  }

  /** S = Σ_j S_j. */
  double centralSum() {
    double sum = 0;
    for (double s : centralSums) {
      sum += s;
    }
    return sum;
  }

  /** The unbiased variance of every coordinate; needs two rows. */
  double[] variances() {
    double[] variances = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      variances[j] = centralSums[j] / (count - 1);
    }
    return variances;
  }

  private double[] unshifted(double[] shifted) {
    double[] values = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      values[j] = shift[j] + shifted[j];
    }
    return values;
  }

  private double squared(double[] shifted) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      double value = shift[j] + shifted[j];
      sum += value * value;
    }
    return sum;
  }

  int byteSize() {
    int perCoordinate = Float.BYTES + (weightedMean == null ? 2 : 3) * Double.BYTES;
    return Integer.BYTES * 2 + Long.BYTES + Double.BYTES + 1 + dimension * perCoordinate;
  }

  void write(ByteBuffer out) {
    out.putInt(dimension).putLong(count).putInt(commonBatch).putDouble(weight);
    out.put((byte) (weightedMean == null ? 0 : 1));
    Buffers.put(out, shift);
    Buffers.put(out, mean);
    Buffers.put(out, centralSums);
    if (weightedMean != null) {
      Buffers.put(out, weightedMean);
    }
  }

  static CoordinateMoments read(ByteBuffer in) {
    CoordinateMoments moments = new CoordinateMoments(in.getInt());
    moments.count = in.getLong();
    moments.commonBatch = in.getInt();
    moments.weight = in.getDouble();
    boolean weighted = in.get() == 1;
    Buffers.get(in, moments.shift);
    Buffers.get(in, moments.mean);
    Buffers.get(in, moments.centralSums);
    if (weighted) {
      moments.weightedMean = new double[moments.dimension];
      Buffers.get(in, moments.weightedMean);
    }
    return moments;
  }

  /** A shift need only be near: an unscaled float may exceed a float's range. */
  private static float clampedFloat(double value) {
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
  }
}
