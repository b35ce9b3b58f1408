package io.thermograd.trace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import io.thermograd.testing.EventLog;
import io.thermograd.testing.LocalSpark;
import io.thermograd.testing.proto.FullEvent;
import io.thermograd.trace.InputFormat;
import io.thermograd.trace.RunNaming;
import io.thermograd.trace.TagMapping;
import io.thermograd.trace.TraceInput;
import io.thermograd.trace.spark.tensorboard.proto.Event;
import io.thermograd.trace.spark.tensorboard.proto.Summary;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
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
 * Measures, for docs/benchmarks.md, how fast event files are read beside plain protobuf parsing of
 * the same bytes, with and without the histograms' buckets, and what memory that takes: {@code mvn
 * test -Dtest=EventReadingStudy -Dthermograd.studies=true -Dthermograd.studies.megabytes=1024}. CPU
 * time of the reading threads.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
@ExtendWith(LocalSpark.class)
class EventReadingStudy {
  private static final int MEGABYTES = Integer.getInteger("thermograd.studies.megabytes", 1024);
  private static final int FILES = 16;
  private static final int ROUNDS = 3;
  private static final int STEPS_PER_EPOCH = 13;
  private static final int LAYERS = 6;
  private static final int ELEMENTS = 512;

  private static final Parser<Event> EVENTS = DiscardUnknownFieldsParser.wrap(Event.parser());
  private static final Parser<Summary> SUMMARIES =
      DiscardUnknownFieldsParser.wrap(Summary.parser());

  /** The mix of a real log: numbers of each layer at each step, its histogram once an epoch. */
  private static byte[] file(int bytes) {
    SplittableRandom random = new SplittableRandom(101);
    EventLog log = EventLog.begun(1.7e9);
    for (long step = 0; log.size() < bytes; step++) {
      log.scalar(1.7e9 + step, step, "train/loss", random.nextDouble());
      for (int layer = 0; layer < LAYERS; layer++) {
        log.scalar(1.7e9 + step, step, "grad_norm/hidden" + layer, random.nextDouble());
        log.scalar(1.7e9 + step, step, "weight_norm/hidden" + layer, random.nextDouble());
      }
      for (int layer = 0; layer < LAYERS && step % STEPS_PER_EPOCH == 0; layer++) {
        float[] gradient = new float[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
          gradient[i] = (float) random.nextGaussian();
        }
        log.histogram(1.7e9 + step, step, "gradients/hidden" + layer, gradient);
      }
    }
    return log.bytes();
  }

  /** Makes of an event's bytes how many values it has. */
  @FunctionalInterface
  private interface Parsing {
    long values(byte[] event) throws IOException;
  }

  private static long full(byte[] event) throws IOException {
    return FullEvent.parseFrom(event).getSummary().getValueCount();
  }

  /** Without the histograms' buckets, which the reader doesn't read either. */
  private static long withoutBuckets(byte[] event) throws IOException {
    return SUMMARIES.parseFrom(EVENTS.parseFrom(event).getSummary()).getValueCount();
  }

  /** What a program does that trusts the file: no checksums, one object after the other. */
  private static long parsePlainly(List<Path> files, Parsing parsing) throws IOException {
    long values = 0;
    for (Path file : files) {
      try (InputStream in =
          new BufferedInputStream(Files.newInputStream(file), ReadingTrial.MEGABYTE / 8)) {
        DataInputStream data = new DataInputStream(in);
        for (byte[] header = in.readNBytes(12); header.length == 12; header = in.readNBytes(12)) {
          int length = (header[0] & 0xFF) | ((header[1] & 0xFF) << 8) | ((header[2] & 0xFF) << 16);
          byte[] record = new byte[length];
          data.readFully(record);
          values += parsing.values(record);
          in.skipNBytes(4);
        }
      }
    }
    return values;
  }

  private static long cpuNanos(List<Path> files, Parsing parsing) throws IOException {
    return ReadingTrial.cpuNanos(() -> assertThat(parsePlainly(files, parsing)).isPositive());
  }

  private static TraceInput input(Path folder) {
    return new TraceInput(
        folder.toString(),
        InputFormat.TENSORBOARD,
        null,
        Map.of(),
        InputFormat.TENSORBOARD.defaultSessions(),
        TraceInput.DEFAULT_MAX_RECORD_BYTES,
        TagMapping.DEFAULT,
        new RunNaming(null, InputFormat.TENSORBOARD.runPart()));
  }

  @Test
  void readingAndPlainParsingOfTheSameBytes(SparkSession spark, @TempDir Path folder)
      throws IOException {
    byte[] content = file(MEGABYTES / FILES * ReadingTrial.MEGABYTE);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path run = Files.createDirectories(folder.resolve("run" + i));
      files.add(Files.write(run.resolve("events.out.tfevents.1"), content));
    }
    double megabytes = (double) FILES * content.length / ReadingTrial.MEGABYTE;
    for (int round = 0; round < ROUNDS; round++) {
      long plain = cpuNanos(files, EventReadingStudy::full);
      long lean = cpuNanos(files, EventReadingStudy::withoutBuckets);
      ReadingTrial ours = ReadingTrial.of(spark, input(folder));
      System.out.println(
          String.format(
              Locale.ROOT,
              "%.0f MB, %d records: plain protobuf %.0f MB/s per core, without buckets %.0f, TraceReader"
                  + " %.0f (%.0f %%, %.0f %%)",
              megabytes,
              ours.records(),
              1e9 * megabytes / plain,
              1e9 * megabytes / lean,
              1e9 * megabytes / ours.cpuNanos(),
              100.0 * plain / ours.cpuNanos(),
              100.0 * lean / ours.cpuNanos()));
    }
    System.out.println(
        "MB of heap after a collection at the start of each file: "
            + ReadingTrial.retained(spark, input(folder)));
  }
}
