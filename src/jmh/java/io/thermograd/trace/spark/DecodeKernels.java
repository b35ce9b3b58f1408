package io.thermograd.trace.spark;

import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.Origin;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.SessionRule;
import io.thermograd.trace.TraceInput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

/** A line of JSON decoded: a loss, and a gradient of 256 coordinates (some 3 KB). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeKernels {
  private static final Origin ORIGIN = new Origin("file:/trace.jsonl", 0);

  @Param({"0", "256"})
  public int dimension;

  private byte[] line = new byte[0];
  private final JsonLineDecoder decoder =
      new JsonLineDecoder(
          new TraceInput(
              "trace.jsonl", InputFormat.JSONL, null, Map.of(), SessionRule.APPEND_ONLY, 1 << 20),
          RunFactsByPattern.NONE);

  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    String grad =
        IntStream.range(0, dimension)
            .mapToObj(j -> Float.toString((float) random.nextGaussian()))
            .collect(Collectors.joining(","));
    String loss = "{\"run\":\"r\",\"epoch\":2,\"step\":31,\"loss\":0.69314718";
    String text = dimension == 0 ? loss : loss + ",\"layer\":\"fc1\",\"grad\":[" + grad + "]";
    line = (text + "}").getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public @Nullable Decoded decode() {
    return decoder.decode(line, ORIGIN);
  }
}
