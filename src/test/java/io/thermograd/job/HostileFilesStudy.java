package io.thermograd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.testing.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files larger than memory, through the packaged job with a small heap, for docs/hostile-input.md:
 * {@code mvn -DskipTests package && mvn test -Dtest=HostileFilesStudy -Dthermograd.studies=true}.
 */
@EnabledIfSystemProperty(named = "thermograd.studies", matches = "true")
class HostileFilesStudy {
  private static final int PIECE = 100 << 20;
  private static final int PIECES_OF_BOMB = 100;
  private static final int PIECES_OF_LINE = 10;
  private static final int SOUND = 100;
  private static final String HEAP = "512m";

  private final Path folder;

  HostileFilesStudy(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Sound records, from some step on. */
  private static byte[] sound(String run, int from) {
    return IntStream.range(from, from + SOUND)
        .mapToObj(i -> loss(run, i))
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  private static String loss(String run, int step) {
    return String.format(
        Locale.ROOT,
        "{\"run\":\"%s\",\"epoch\":%d,\"step\":%d,\"loss\":%s}%n",
        run,
        step / 10,
        step,
        1.0 / (1 + step));
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private void writeFiles() throws IOException {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) 'x');
    byte[] lineEnd = {'\n'};
    try (OutputStream out = Files.newOutputStream(folder.resolve("bomb.jsonl.gz"))) {
      out.write(zipped(sound("bomb", 0)));
      byte[] member = zipped(piece);
      for (int i = 0; i < PIECES_OF_BOMB; i++) {
        out.write(member);
      }
      out.write(zipped(lineEnd));
      out.write(zipped(sound("bomb", SOUND)));
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("line.jsonl"))) {
      out.write(sound("line", 0));
      for (int i = 0; i < PIECES_OF_LINE; i++) {
        out.write(piece);
      }
      out.write(lineEnd);
      out.write(sound("line", SOUND));
    }
    EventLog events = EventLog.begun(1.7e9);
    for (int i = 0; i < SOUND; i++) {
      events.scalar(1.7e9 + i, i, "loss", 1.0 / (1 + i));
    }
    Files.write(folder.resolve("x.tfevents.1"), events.header(1L << 60).bytes());
    Files.writeString(
        folder.resolve("job.yaml"),
        """
        job: analyze
        input:
          - {path: "*.jsonl*", format: jsonl}
          - {path: x.tfevents.1, format: tensorboard}
        output: {path: out, export: csv}
        """);
  }

  @Test
  void filesLargerThanMemoryAreReadInASmallHeap() throws Exception {
    writeFiles();
    long began = System.nanoTime();
    String peak = "unknown";
    Submission.Outcome outcome;
    try (Submission job =
        Submission.start(
            "local", folder, Map.of("SPARK_DRIVER_MEMORY", HEAP), "job.yaml", "--quiet")) {
      while (!job.process().waitFor(1, TimeUnit.SECONDS)) {
        Path status = Path.of("/proc/" + job.process().pid() + "/status");
        if (Files.exists(status)) {
          peak = peakMemory(status, peak);
        }
      }
      outcome = job.outcome();
    }
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    List<String> rejected =
        Files.readAllLines(folder.resolve("out/export/quarantine.csv")).stream()
            .map(row -> row.replaceFirst("^.*/([^/,]+,)", "$1"))
            .map(row -> row.length() <= 120 ? row : row.substring(0, 120) + "...")
            .toList();
    assertThat(rejected).hasSize(1 + 3);
    String records =
        outcome.out().lines().filter(line -> line.contains("records read")).findFirst().orElse("");
    assertThat(records).contains("503 records read = 500 used + 0 superseded + 3 quarantined");
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d bytes of gzip for 10 GB, a line of 1 GB: exit %d after %d s, heap %s, peak RSS %s%n%s%n%s",
            Files.size(folder.resolve("bomb.jsonl.gz")),
            outcome.exitCode(),
            (System.nanoTime() - began) / 1_000_000_000,
            HEAP,
            peak,
            records,
            String.join("\n", rejected)));
  }

  private static String peakMemory(Path status, String before) throws IOException {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring("VmHWM:".length()).strip())
          .findFirst()
          .orElse(before);
    } catch (java.nio.file.NoSuchFileException ended) {
      return before;
    }
  }
}
