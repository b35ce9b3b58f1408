package io.thermograd.moments;

import io.thermograd.trace.GradientRow;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.TraceRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * <b>Definition.</b> The mergeable state of one (run, layer, epoch): all that the columns of
 * layer_epoch need of its gradient rows.
 *
 * <p><b>Shape and units.</b> Gradients with loss scaling and clipping undone. 20 to 28 bytes a
 * coordinate, and for at most 256 steps min(d, 64) floats; up to four rows are held as they are.
 *
 * <p><b>Merge.</b> Commutative and associative up to rounding; every discrete choice is independent
 * of the order exactly.
 *
 * <p><b>Numerics.</b> 1, 2 or 7 parts agree to 1e-12 of E‖g‖² (GradientMomentsTest).
 *
 * <p><b>Edge cases.</b> A row with a coordinate that isn't finite is counted and otherwise left
 * out; a row without coordinates is judged by its norm and sums.
 *
 * <p>Not thread-safe. After {@code a.merge(b)} neither the rows' arrays nor {@code b} may change.
 */
public final class GradientMoments {
  private static final byte VERSION = 1;
  private static final int OBJECT_OVERHEAD = 640;
  private static final int OVERHEAD_PER_KEPT_STEP = 80;

  private long finite;
  private long nonFinite;
  private BatchSizes batches = new BatchSizes();
  private ScalarMoments vectorNorms = new ScalarMoments();
  private ScalarMoments loggedNorms = new ScalarMoments();
  private ScalarMoments elementNorms = new ScalarMoments();
  private DotMoments dots = new DotMoments();
  private LoggedSettings settings = new LoggedSettings();
  private @Nullable VectorState vectors;

  /** A state of no rows. */
  public GradientMoments() {}

  /**
   * Adds a gradient row.
   *
   * @throws IllegalArgumentException for a loss row, or another number of coordinates than before
   */
  public void add(TraceRecord row) {
    GradientRow gradient = row.gradient();
    if (gradient == null) {
      throw new IllegalArgumentException("Invalid row: a loss row has no gradient");
    }
    settings.add(row, gradient);
    float[] grad = gradient.grad();
    Double elements = SquaredNorm.ofElements(gradient);
    double scale = gradient.unscale();
    int batch = row.settings().batchSize() == null ? 0 : row.settings().batchSize();
    if (grad != null && grad.length > 0) {
      VectorState state = vectorsOf(grad.length);
      double squared = SquaredNorm.ofCoordinates(grad, scale);
      if (!Double.isFinite(squared)) {
        nonFinite++;
        return;
      }
      int replica = row.replica() == null ? -1 : row.replica();
      state.add(new GradientSample(grad, scale, squared, row.step(), replica, batch));
      vectorNorms.add(squared);
    } else if (!finiteNorms(gradient, elements)) {
      nonFinite++;
      return;
    }
    finite++;
    batches.add(batch);
    settings.addWeightNorm(row.step(), gradient.weightNorm());
    addNorms(row.step(), gradient, elements);
  }

  private static boolean finiteNorms(GradientRow row, @Nullable Double elements) {
    boolean finite = row.sqNorm() == null || Double.isFinite(row.sqNorm() * row.unscale());
    return finite
        && (elements == null || Double.isFinite(elements))
        && (row.sum() == null || Double.isFinite(row.sum()));
  }

  private void addNorms(long step, GradientRow row, @Nullable Double elements) {
    double squaredScale = row.unscale() * row.unscale();
    if (row.sqNorm() != null && Double.isFinite(row.sqNorm())) {
      loggedNorms.add(row.sqNorm() * squaredScale);
    }
    if (elements != null && Double.isFinite(elements)) {
      elementNorms.add(elements);
    }
    dots.see(step);
    // The previous step's factor isn't in the row: its own is the best guess.
    if (row.dotPrev() != null && Double.isFinite(row.dotPrev())) {
      dots.add(step, row.dotPrev() * squaredScale);
    }
  }

  private VectorState vectorsOf(int dimension) {
    if (vectors == null) {
      vectors = new VectorState(dimension);
    } else if (vectors.dimension() != dimension) {
      throw new IllegalArgumentException(
          "Cannot merge gradients of "
              + dimension
              + " and "
              + vectors.dimension()
              + " coordinates");
    }
    return vectors;
  }

  /**
   * Adds the rows of another state.
   *
   * @throws IllegalArgumentException when both have coordinates and not the same number
   */
  public void merge(GradientMoments other) {
    if (other.vectors != null) {
      vectorsOf(other.vectors.dimension()).merge(other.vectors);
    }
    finite += other.finite;
    nonFinite += other.nonFinite;
    batches.merge(other.batches);
    vectorNorms.merge(other.vectorNorms);
    loggedNorms.merge(other.loggedNorms);
    elementNorms.merge(other.elementNorms);
    dots.merge(other.dots);
    settings.merge(other.settings);
  }

  /** d, the number of logged coordinates; 0 when none were seen. */
  public int dimension() {
    return vectors == null ? 0 : vectors.dimension();
  }

  /** Rows whose gradient is finite. */
  public long finiteRows() {
    return finite;
  }

  /** Rows whose gradient isn't finite. */
  public long nonFiniteRows() {
    return nonFinite;
  }

  /** Some of the gradients, for what needs order or angles; none below the vector level. */
  public SampledGradients sampledGradients() {
    return vectors == null
        ? new SampledGradients(new long[0], new double[0][])
        : SampledGradients.of(vectors.fold().sample());
  }

  /** Roughly the memory that the state takes. */
  public long approximateBytes() {
    return OBJECT_OVERHEAD
        + byteSize()
        + (long) OVERHEAD_PER_KEPT_STEP * Math.min(finite, StepSample.CAPACITY);
  }

  /** What the rows say of their layer and epoch. */
  public LayerMoments result(LayerKey key, RunFacts facts, long superseded) {
    return new LayerEpochEstimator(this, key, facts, superseded).result();
  }

  BatchSizes batches() {
    return batches;
  }

  ScalarMoments vectorNorms() {
    return vectorNorms;
  }

  ScalarMoments loggedNorms() {
    return loggedNorms;
  }

  ScalarMoments elementNorms() {
    return elementNorms;
  }

  ScalarMoments dots() {
    return dots.inside();
  }

  LoggedSettings settings() {
    return settings;
  }

  VectorState.@Nullable Folded vectors() {
    return vectors == null ? null : vectors.fold();
  }

  private int byteSize() {
    int scalars =
        vectorNorms.byteSize()
            + loggedNorms.byteSize()
            + elementNorms.byteSize()
            + dots.byteSize()
            + settings.byteSize();
    int vectorBytes = vectors == null ? 0 : vectors.byteSize();
    return 2 + 2 * Long.BYTES + BatchSizes.BYTES + scalars + vectorBytes;
  }

  /** The state as bytes that {@link #fromBytes} reads. */
  public byte[] toBytes() {
    byte[] state = new byte[byteSize()];
    ByteBuffer out = Buffers.wrap(state);
    out.put(VERSION).put((byte) (vectors == null ? 0 : 1)).putLong(finite).putLong(nonFinite);
    batches.write(out);
    vectorNorms.write(out);
    loggedNorms.write(out);
    elementNorms.write(out);
    dots.write(out);
    settings.write(out);
    if (vectors != null) {
      vectors.write(out);
    }
    return state;
  }

  /**
   * The state that {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException when another version of the program wrote the bytes
   */
  public static GradientMoments fromBytes(byte[] bytes) {
    ByteBuffer in = Buffers.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("Invalid state: version " + version);
    }
    boolean hasVectors = in.get() == 1;
    GradientMoments state = new GradientMoments();
    state.finite = in.getLong();
    state.nonFinite = in.getLong();
    state.batches = BatchSizes.read(in);
    state.vectorNorms = ScalarMoments.read(in);
    state.loggedNorms = ScalarMoments.read(in);
    state.elementNorms = ScalarMoments.read(in);
    state.dots = DotMoments.read(in);
    state.settings = LoggedSettings.read(in);
    if (hasVectors) {
      state.vectors = VectorState.read(in);
    }
    return state;
  }
}
