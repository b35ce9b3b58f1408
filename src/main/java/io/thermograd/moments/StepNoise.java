package io.thermograd.moments;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> One layer's noise, step by step: what the errors of the whole model need,
 * since layers share their mini-batches. Sums over the layers of what stands here are the whole
 * model's.
 *
 * <p><b>Estimator.</b> Of at most {@value #MOST_STEPS} kept steps, those of the smallest hash,
 * which are the same in every layer: ⟨r, ḡ⟩, ‖r‖² and the products of a residual with the {@value
 * #LAGS} next ones, cyclically. Residuals are those of all kept steps.
 *
 * <p><b>Shape and units.</b> Of the whole layer; at most 3.4 KB.
 *
 * <p><b>Numerics.</b> Products as floats: the same from any partitioning, since the kept steps are.
 */
public final class StepNoise {
  static final int MOST_STEPS = 64;
  static final int LAGS = 6;

  private final NoiseTerms terms;
  private final @Nullable Double shrunk;
  private final long[] steps;
  private final int[] replicas;
  private final double[] projections;
  private final double[] norms;
  private final float[] products;

  private StepNoise(NoiseTerms terms, @Nullable Double shrunk, int size) {
    this.terms = terms;
    this.shrunk = shrunk;
    steps = new long[size];
    replicas = new int[size];
    projections = new double[size];
    norms = new double[size];
    products = new float[size * LAGS];
  }

  /**
   * The noise of one layer.
   *
   * @param kept its kept steps, in order
   * @param noise what they say
   * @param normScale D/d, see {@link NormScale}
   * @param shrunk (1−f_w)·b_H/Σb; null when unknown
   */
  static StepNoise of(
      List<KeptStep> kept, NoiseStructure noise, double normScale, @Nullable Double shrunk) {
    int[] chosen = chosen(kept);
    StepNoise result = new StepNoise(noise.terms(normScale), shrunk, chosen.length);
    double[][] residuals = noise.residuals();
    for (int i = 0; i < chosen.length; i++) {
      KeptStep step = kept.get(chosen[i]);
      result.steps[i] = step.step();
      result.replicas[i] = step.replica();
      result.projections[i] = normScale * noise.projections()[chosen[i]];
      result.norms[i] = normScale * noise.norms()[chosen[i]];
      for (int lag = 1; lag <= LAGS; lag++) {
        int other = chosen[(i + lag) % chosen.length];
        double product = DotProduct.of(residuals[chosen[i]], residuals[other]);
        result.products[i * LAGS + lag - 1] = (float) (normScale * product);
      }
    }
    return result;
  }

  private static int[] chosen(List<KeptStep> kept) {
    IntStream all = IntStream.range(0, kept.size());
    if (kept.size() <= MOST_STEPS) {
      return all.toArray();
    }
    long[] hashes = kept.stream().mapToLong(KeptStep::hash).sorted().toArray();
    long most = hashes[MOST_STEPS - 1];
    return all.filter(i -> kept.get(i).hash() <= most).limit(MOST_STEPS).toArray();
  }

  /** Whether both were taken from the same mini-batches. */
  boolean sharesStepsOf(StepNoise other) {
    return Arrays.equals(steps, other.steps) && Arrays.equals(replicas, other.replicas);
  }

  NoiseTerms terms() {
    return terms;
  }

  /** (1−f_w)·b_H/Σb; null when unknown. */
  @Nullable Double shrunk() {
    return shrunk;
  }

  int size() {
    return steps.length;
  }

  /** ⟨r, ḡ⟩ of a step. */
  double projection(int step) {
    return projections[step];
  }

  /** ‖r‖² of a step. */
  double norm(int step) {
    return norms[step];
  }

  /** The product of a step's residual with that of the lag-th step after it. */
  double product(int step, int lag) {
    return products[step * LAGS + lag - 1];
  }

  /** As bytes that {@link #fromBytes} reads. */
  public byte[] toBytes() {
    int size = steps.length;
    int perStep = Long.BYTES + Integer.BYTES + Double.BYTES * 2 + Float.BYTES * LAGS;
    byte[] state = new byte[1 + Integer.BYTES * 2 + Double.BYTES * 5 + size * perStep];
    ByteBuffer out = Buffers.wrap(state);
    out.putInt(size).putInt(terms.kept()).putDouble(terms.traceSquared());
    out.putDouble(terms.signalVariance()).putDouble(terms.normVariance());
    out.putDouble(terms.covariance());
    out.put((byte) (shrunk == null ? 0 : 1)).putDouble(shrunk == null ? 0 : shrunk);
    for (int i = 0; i < size; i++) {
      out.putLong(steps[i]).putInt(replicas[i]);
    }
    Buffers.put(out, projections);
    Buffers.put(out, norms);
    Buffers.put(out, products);
    return state;
  }

  /** What {@link #toBytes} wrote. */
  public static StepNoise fromBytes(byte[] bytes) {
    ByteBuffer in = Buffers.wrap(bytes);
    int size = in.getInt();
    NoiseTerms terms =
        new NoiseTerms(in.getInt(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
    boolean known = in.get() == 1;
    double shrunk = in.getDouble();
    StepNoise result = new StepNoise(terms, known ? (Double) shrunk : null, size);
    for (int i = 0; i < size; i++) {
      result.steps[i] = in.getLong();
      result.replicas[i] = in.getInt();
    }
    Buffers.get(in, result.projections);
    Buffers.get(in, result.norms);
    Buffers.get(in, result.products);
    return result;
  }
}
