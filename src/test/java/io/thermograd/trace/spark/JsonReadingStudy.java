package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.thermograd.testing.LocalSpark;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.TraceInput;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures, for docs/benchmarks.md, how fast JSON lines of gradients are read beside plain Jackson
 * on the same bytes: {@code mvn test -Dtest=JsonReadingStudy -Dthermograd.studies=true
 * -Dthermograd.studies.megabytes=1024}. CPU time of the reading threads, and what heap is in use
 * after a collection.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
@ExtendWith(LocalSpark.class)
class JsonReadingStudy {
  private static final int MEGABYTES = Integer.getInteger("thermograd.studies.megabytes", 1024);
  private static final int ROUNDS = Integer.getInteger("thermograd.studies.rounds", 3);
  private static final int FILES = 16;
  private static final int LAYERS = 6;
  private static final int COORDINATES = 256;

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

  /** Jackson's stream of tokens, each number parsed: nothing else is done with them. */
  private static double streamed(Path file) throws IOException {
    double sum = 0;
    try (InputStream in =
            new BufferedInputStream(Files.newInputStream(file), ReadingTrial.MEGABYTE / 8);
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

  private static TraceInput input(Path folder) {
    return new TraceInput(
        folder.toString(),
        InputFormat.JSONL,
        null,
        Map.of(),
        InputFormat.JSONL.defaultSessions(),
        TraceInput.DEFAULT_MAX_RECORD_BYTES);
  }

  @Test
  void readingAndPlainJacksonOnTheSameBytes(SparkSession spark, @TempDir Path folder)
      throws IOException {
    byte[] content = file(MEGABYTES / FILES * ReadingTrial.MEGABYTE);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(Files.write(folder.resolve("run" + i + ".jsonl"), content));
    }
    double megabytes = (double) FILES * content.length / ReadingTrial.MEGABYTE;
    for (int round = 0; round < ROUNDS; round++) {
      long streaming =
          ReadingTrial.cpuNanos(
              () -> {
                for (Path file : files) {
                  assertThat(streamed(file)).isFinite();
                }
              });
      long binding =
          ReadingTrial.cpuNanos(
              () -> {
                for (Path file : files) {
                  assertThat(bound(file)).isFinite();
                }
              });
      ReadingTrial ours = ReadingTrial.of(spark, input(folder));
      System.out.println(
          String.format(
              Locale.ROOT,
              "%.0f MB, %d records: Jackson's tokens %.0f MB/s per core, its binding %.0f, TraceReader"
                  + " %.0f (%.0f %%, %.0f %%)",
              megabytes,
              ours.records(),
              1e9 * megabytes / streaming,
              1e9 * megabytes / binding,
              1e9 * megabytes / ours.cpuNanos(),
              100.0 * streaming / ours.cpuNanos(),
              100.0 * binding / ours.cpuNanos()));
    }
    System.out.println(
        "MB of heap after a collection at the start of each file: "
            + ReadingTrial.retained(spark, input(folder)));
  }
}
