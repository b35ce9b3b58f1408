package io.thermograd.decay;

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

/** Fits of three parameters to 200 noisy points, from a cold start, polished as reported. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FitKernels {
  private static final int SERIES = 64;
  private static final int POINTS = 200;

  @Param({"EXPONENTIAL_FLOOR", "DRIFTING", "STRETCHED"})
  public DecayModel model = DecayModel.EXPONENTIAL_FLOOR;

  private final EntropySeries[] series = new EntropySeries[SERIES];
  private int next;

  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    for (int s = 0; s < SERIES; s++) {
      double[] t = new double[POINTS];
      double[] entropy = new double[POINTS];
      double[] errors = new double[POINTS];
      for (int i = 0; i < POINTS; i++) {
        t[i] = 100.0 * i + 50;
        entropy[i] = 0.5 + 2 * Math.exp(-t[i] / 6000) + 0.02 * random.nextGaussian();
        errors[i] = 0.02;
      }
      series[s] =
          new EntropySeries(
              EntropyKind.BINNED,
              t,
              entropy,
              errors,
              new GradientDrive.Unknown(DecayReason.GRADIENT_UNKNOWN));
    }
  }

  @Benchmark
  public Object fit() {
    next = (next + 1) % SERIES;
    return new CurveFitter(series[next], FitLoss.LEAST_SQUARES).fit(model);
  }
}
