package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.Decoded;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RunFactsByPattern;
import io.thermograd.trace.TraceInput;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures, for docs/benchmarks.md, how fast JSON lines of gradients are read beside plain Jackson
 * on the same bytes: {@code mvn test -Dtest=JsonReadingStudy -Dthermograd.studies=true
 * -Dthermograd.studies.megabytes=1024}. CPU time of the reading threads.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
@ExtendWith(LocalSpark.class)
class JsonReadingStudy {
  private static final int MEGABYTES = Integer.getInteger("thermograd.studies.megabytes", 1024);
  private static final int ROUNDS = Integer.getInteger("thermograd.studies.rounds", 3);
  private static final int FILES = 4;
  private static final int LAYERS = 6;
  private static final int COORDINATES = 256;
  private static final int MEGABYTE = 1 << 20;

  /** What a program of its own would bind a line to. */
  @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
  record Line(
      String run, String layer, int epoch, long step, double loss, double lr, float[] grad) {}

  /** A loss row and a gradient row per layer, as json.dumps writes float32 coordinates. */
  private static byte[] file(int bytes) {
    SplittableRandom random = new SplittableRandom(101);
    StringBuilder text = new StringBuilder(bytes + (1 << 16));
    for (long step = 0; text.length() < bytes; step++) {
      String place = "\"epoch\": " + step / 13 + ", \"step\": " + step + ", \"lr\": 0.1, ";
      text.append("{\"run\": \"r\", ").append(place).append("\"loss\": ");
      text.append(random.nextDouble()).append("}\n");
      for (int layer = 0; layer < LAYERS; layer++) {
        text.append("{\"run\": \"r\", \"layer\": \"hidden").append(layer).append("\", ");
        text.append(place).append("\"grad\": [");
        for (int i = 0; i < COORDINATES; i++) {
          text.append(i == 0 ? "" : ", ").append((float) (0.01 * random.nextGaussian()));
        }
        text.append("]}\n");
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Jackson's stream of tokens, each number parsed: nothing else is done with them. */
  private static double streamed(Path file) throws IOException {
    double sum = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), MEGABYTE / 8);
        JsonParser parser = new JsonFactory().createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          sum += parser.getFloatValue();
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          sum += parser.getLongValue();
        }
      }
    }
    return sum;
  }

  /** A line to an object, as most programs do it. */
  private static double bound(Path file) throws IOException {
    ObjectReader reader = new ObjectMapper().readerFor(Line.class);
    double sum = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Line row = reader.readValue(line);
        sum += row.loss() + (row.grad() == null ? 0 : row.grad()[0]);
      }
    }
    return sum;
  }

  /** CPU nanoseconds and records of each task. */
  private static List<long[]> read(SparkSession spark, Path folder) throws IOException {
    TraceInput input =
        new TraceInput(
            folder.toString(),
            InputFormat.JSONL,
            null,
            Map.of(),
            InputFormat.JSONL.defaultSessions(),
            TraceInput.DEFAULT_MAX_RECORD_BYTES);
    FlatMapFunction<Iterator<Decoded>, long[]> count =
        records -> {
          long began = cpu();
          long seen = 0;
          while (records.hasNext()) {
            records.next();
            seen++;
          }
          long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
          return List.of(new long[] {cpu() - began, seen, heap}).iterator();
        };
    return TraceReader.read(spark, List.of(input), RunFactsByPattern.NONE)
        .mapPartitions(count)
        .collect();
  }

  @Test
  void readingAndPlainJacksonOnTheSameBytes(SparkSession spark, @TempDir Path folder)
      throws IOException {
    byte[] content = file(MEGABYTES / FILES * MEGABYTE);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(Files.write(folder.resolve("run" + i + ".jsonl"), content));
    }
    double megabytes = (double) FILES * content.length / MEGABYTE;
    for (int round = 0; round < ROUNDS; round++) {
      double sum = 0;
      long began = cpu();
      for (Path file : files) {
        sum += streamed(file);
      }
      long streaming = cpu() - began;
      began = cpu();
      for (Path file : files) {
        sum += bound(file);
      }
      long binding = cpu() - began;
      assertThat(sum).isFinite();
      List<long[]> tasks = read(spark, folder);
      long ours = tasks.stream().mapToLong(task -> task[0]).sum();
      System.out.println(
          String.format(
              Locale.ROOT,
              "%.0f MB, %d records: Jackson's tokens %.0f MB/s per core, its binding %.0f, TraceReader"
                  + " %.0f (%.0f %%, %.0f %%); heap at the tasks' ends at most %d MB",
              megabytes,
              tasks.stream().mapToLong(task -> task[1]).sum(),
              1e9 * megabytes / streaming,
              1e9 * megabytes / binding,
              1e9 * megabytes / ours,
              100.0 * streaming / ours,
              100.0 * binding / ours,
              tasks.stream().mapToLong(task -> task[2]).max().orElse(0) / MEGABYTE));
    }
  }
}
