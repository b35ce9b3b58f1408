package io.thermograd.bench;

import io.thermograd.moments.GradientMoments;
import io.thermograd.moments.LayerEpoch;
import io.thermograd.moments.LayerKey;
import io.thermograd.trace.GradientRow;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFacts;
import io.thermograd.trace.RunSettings;
import io.thermograd.trace.TraceRecord;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One group's rows: adding them, two halves merged, its bytes, and its row of layer_epoch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MomentsKernels {
  @Param({"64", "256"})
  public int dimension;

  @Param({"2", "50"})
  public int rows;

  private TraceRecord[] records = new TraceRecord[0];
  private byte[] half = new byte[0];
  private byte[] otherHalf = new byte[0];
  private byte[] whole = new byte[0];

  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    records = new TraceRecord[rows];
    for (int i = 0; i < rows; i++) {
      float[] grad = new float[dimension];
      for (int j = 0; j < dimension; j++) {
        grad[j] = (float) (0.1 + random.nextGaussian());
      }
      records[i] = record(i, grad);
    }
    half = state(0, rows / 2).toBytes();
    otherHalf = state(rows / 2, rows).toBytes();
    whole = state(0, rows).toBytes();
  }

  // NullAway doesn't see that record components are nullable here.
  @SuppressWarnings("NullAway")
  private static TraceRecord record(long step, float[] grad) {
    return new TraceRecord(
        new Origin("memory", step),
        "run",
        0,
        step,
        null,
        null,
        null,
        null,
        new RunSettings(0.1, 32, null, null, null),
        new GradientRow(
            "layer", grad, null, null, null, null, null, null, null, null, null, null));
  }

  private GradientMoments state(int from, int to) {
    GradientMoments state = new GradientMoments();
    for (int i = from; i < to; i++) {
      state.add(records[i]);
    }
    return state;
  }

  @Benchmark
  public GradientMoments addRows() {
    return state(0, rows);
  }

  @Benchmark
  public byte[] mergeHalves() {
    GradientMoments merged = GradientMoments.fromBytes(half);
    merged.merge(GradientMoments.fromBytes(otherHalf));
    return merged.toBytes();
  }

  @Benchmark
  public LayerEpoch layerEpoch() {
    return GradientMoments.fromBytes(whole)
        .result(new LayerKey("run", "layer", 0), RunFacts.UNKNOWN, 0).row();
  }
}
