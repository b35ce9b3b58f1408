package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermograd.testing.LocalSpark;
import io.thermograd.testing.ReferenceTrace;
import io.thermograd.testing.TraceRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One job over a folder of everything that real logs hold: what is cut, resumed, ragged or wrong is
 * counted and told, and the moments of the rest are those of a plain loop over clean copies.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestTest {
  private static final int STEPS_PER_EPOCH = 5;
  private static final int MAX_RECORD_BYTES = 2000;
  private static final List<String> ODD_NAMES =
      List.of("quo\"te,comma", "new\nline", "\uD83D\uDE00 run", "../../up", "per%20cent");

  private final SplittableRandom random = new SplittableRandom(101);
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Counts> counts = new TreeMap<>();
  private Path traces = Path.of("");
  private Path clean = Path.of("");
  private JobTrial job = new JobTrial(-1, "", "", Path.of(""));
  private long lines;

  /** A row that the table quarantine must have. */
  private record Fault(String file, long position, String reason, @Nullable String run) {}

  private record Counts(long read, long used, long superseded, long quarantined) {}

  @BeforeAll
  void runTheJob(@TempDir Path folder) throws IOException {
    traces = Files.createDirectories(folder.resolve("traces"));
    clean = Files.createDirectories(folder.resolve("clean"));
    writeGood();
    writeCut();
    writeTwoMembers();
    writeResumed();
    writeRagged();
    writeFaults();
    writeOddNames();
    job =
        JobTrial.run(
            folder.resolve("out"),
            """
            job: analyze
            input:
              - {path: "%s", format: jsonl, max_record_bytes: %d}
            output: {path: "%s", export: csv}
            runs: {"*": {dataset_size: 1000}}
            quarantine: {max_share: 1}
            """
                .formatted(traces, MAX_RECORD_BYTES, folder.resolve("out")));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
  }

  private void writeGood() throws IOException {
    List<TraceRow> rows = rows("good", LongStream.range(0, 40));
    write("good.jsonl", json(rows));
    writeClean("good.jsonl", rows);
    counts.put("good", new Counts(40, 40, 0, 0));
  }

  private void writeCut() throws IOException {
    List<TraceRow> rows = rows("cut", LongStream.range(0, 200));
    byte[] whole = gzip(json(rows));
    byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);
    writeBytes("cut.jsonl.gz", cut);
    String left = gunzipUntilTheCut(cut);
    int records = Math.toIntExact(left.chars().filter(c -> c == '\n').count());
    assertThat(left).as("the cut is in a record").doesNotEndWith("\n");
    assertThat(records).isBetween(20, 190);
    writeClean("cut.jsonl", rows.subList(0, records));
    faults.add(new Fault("cut.jsonl.gz", left.lastIndexOf('\n') + 1L, "CUT", "cut"));
    counts.put("cut", new Counts(records + 1L, records, 0, 1));
    lines += records + 1;
  }

  private void writeTwoMembers() throws IOException {
    List<TraceRow> rows = rows("members", LongStream.range(0, 20));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(json(rows.subList(0, 8))));
    both.write(gzip(json(rows.subList(8, 20))));
    writeBytes("members.jsonl.gz", both.toByteArray());
    writeClean("members.jsonl", rows);
    counts.put("members", new Counts(20, 20, 0, 0));
    lines += 20;
  }

  /** Steps 0 to 34, resumed from a checkpoint at step 12, which ran until step 24. */
  private void writeResumed() throws IOException {
    List<TraceRow> first = rows("resumed in one file", LongStream.range(0, 35));
    List<TraceRow> second = rows("resumed in one file", LongStream.range(12, 25));
    write("resumed.jsonl", json(first) + json(second));
    writeClean("resumed.jsonl", Stream.of(first, second).flatMap(List::stream).toList());
    counts.put("resumed in one file", new Counts(48, 25, 23, 0));

    first = rows("resumed in two files", LongStream.range(0, 35));
    second = rows("resumed in two files", LongStream.range(12, 25));
    write("two/2026-01-01.jsonl", json(first));
    write("two/2026-01-02.jsonl", json(second));
    writeClean("two/2026-01-01.jsonl", first);
    writeClean("two/2026-01-02.jsonl", second);
    counts.put("resumed in two files", new Counts(48, 25, 23, 0));
  }

  private void writeRagged() throws IOException {
    List<TraceRow> rows = new ArrayList<>(rows("ragged", LongStream.range(0, 20)));
    TraceRow shorter = TraceRow.gradient("ragged", 1, 7, 0.5, 1, 2);
    TraceRow longer = TraceRow.gradient("ragged", 2, 13, 0.5, 1, 2, 3, 4);
    rows.set(7, shorter);
    rows.set(13, longer);
    write("ragged.jsonl", json(rows));
    for (TraceRow row : List.of(shorter, longer)) {
      String before = json(rows.subList(0, rows.indexOf(row)));
      faults.add(new Fault("ragged.jsonl", before.length(), "RAGGED_GRADIENT", "ragged"));
    }
    rows.removeAll(List.of(shorter, longer));
    writeClean("ragged.jsonl", rows);
    counts.put("ragged", new Counts(20, 18, 0, 2));
  }

  private void writeFaults() throws IOException {
    List<TraceRow> rows = new ArrayList<>(rows("faults", LongStream.range(0, 20)));
    rows.set(3, TraceRow.gradient("faults", 0, 3, 0.5, 1, Float.NaN, 2));
    rows.set(4, TraceRow.gradient("faults", 0, 4, Double.POSITIVE_INFINITY, 1, 3, 2));
    rows.set(11, TraceRow.gradient("faults", 2, 11, 0.5, 1, Float.NEGATIVE_INFINITY, 2));
    String start = "{\"run\":\"faults\",";
    String good = rows.get(0).json();
    StringBuilder text = new StringBuilder(json(rows.subList(0, 10)));
    bad(text, start + "\"layer\":\"w\",\"epo", "UNPARSABLE", "faults");
    bad(text, "not JSON at all", "UNPARSABLE", null);
    bad(text, "[1, 2]", "UNPARSABLE", null);
    bad(text, good + good, "TRAILING_CONTENT", "faults");
    bad(text, good + " x", "TRAILING_CONTENT", "faults");
    bad(text, good.replace("\"step\":0", "\"step\":0,\"step\":1"), "DUPLICATE_KEY", "faults");
    bad(text, good.replace("\"step\":0", "\"step\":-1"), "OUT_OF_RANGE", "faults");
    bad(text, start + " ".repeat(MAX_RECORD_BYTES) + "\"x\":1}", "TOO_LONG", null);
    bad(text, good.replace("\"step\":0", "\"step\":\"zero\""), "WRONG_TYPE", "faults");
    bad(text, good.replace("\"loss\":", "\"loss\":[1],\"x\":"), "WRONG_TYPE", "faults");
    bad(text, good.replace("\"grad\":[", "\"grad\":[\"a\","), "WRONG_TYPE", "faults");
    bad(text, good.replace("\"step\":0,", ""), "MISSING_KEY", "faults");
    bad(text, good.replaceFirst(",\"grad\".*", "}"), "MISSING_KEY", "faults");
    text.append("\n  \n").append(json(rows.subList(10, 20)));
    write("faults.jsonl", text.toString());
    lines -= 2; // the blank ones are no records
    writeClean("faults.jsonl", rows);
    counts.put("faults", new Counts(30, 20, 0, 10));
  }

  private void bad(StringBuilder text, String line, String reason, @Nullable String run) {
    faults.add(new Fault("faults.jsonl", text.length(), reason, run));
    text.append(line).append('\n');
  }

  private void writeOddNames() throws IOException {
    List<TraceRow> rows = new ArrayList<>();
    for (String name : ODD_NAMES) {
      rows.addAll(rows(name, LongStream.range(0, 10)));
      counts.put(name, new Counts(10, 10, 0, 0));
    }
    write("names.jsonl", json(rows));
    writeClean("names.jsonl", rows);
  }

  private List<TraceRow> rows(String run, LongStream steps) {
    return steps
        .mapToObj(
            step ->
                TraceRow.gradient(
                    run,
                    (int) (step / STEPS_PER_EPOCH),
                    step,
                    1 + 0.1 * random.nextGaussian(),
                    (float) (1 + random.nextGaussian()),
                    (float) random.nextGaussian(),
                    (float) (1e-3 * random.nextGaussian())))
        .toList();
  }

  private static String json(List<TraceRow> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(row.json()).append('\n'));
    return text.toString();
  }

  private void write(String name, String text) throws IOException {
    lines += text.chars().filter(c -> c == '\n').count();
    writeBytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void writeBytes(String name, byte[] bytes) throws IOException {
    Path file = traces.resolve(name);
    Files.createDirectories(folderOf(file));
    Files.write(file, bytes);
  }

  private void writeClean(String name, List<TraceRow> rows) throws IOException {
    Path file = clean.resolve(name);
    Files.createDirectories(folderOf(file));
    Files.writeString(file, json(rows));
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String gunzipUntilTheCut(byte[] cut) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(cut))) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes.write(next);
      }
      throw new AssertionError("the file isn't cut");
    } catch (EOFException end) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyRejectedRecordIsInTheQuarantineWithPathPositionAndReason() {
    assertThat(job.table("quarantine"))
        .extracting(
            row ->
                new Fault(
                    row.<String>getAs("path").replace("file:" + traces + "/", ""),
                    row.<Long>getAs("position"),
                    row.<String>getAs("reason"),
                    row.<@Nullable String>getAs("run")))
        .containsExactlyInAnyOrderElementsOf(faults);
  }

  @Test
  void rejectedTextIsKeptUpToOneKilobyte() {
    assertThat(job.table("quarantine"))
        .anySatisfy(row -> assertThat(row.<String>getAs("raw")).isEqualTo("not JSON at all"))
        .allSatisfy(row -> assertThat(row.<String>getAs("raw").length()).isLessThanOrEqualTo(1024));
  }

  @Test
  void countsOfEveryRunAddUp() {
    Map<String, Counts> found = new TreeMap<>();
    for (Row row : job.table("runs")) {
      found.put(
          row.getAs("run"),
          new Counts(
              row.<Long>getAs("rows_read"),
              row.<Long>getAs("rows_used"),
              row.<Long>getAs("rows_superseded"),
              row.<Long>getAs("rows_quarantined")));
    }
    assertThat(found).isEqualTo(counts);
    assertThat(found.values())
        .allSatisfy(
            run ->
                assertThat(run.read())
                    .isEqualTo(run.used() + run.superseded() + run.quarantined()));
  }

  @Test
  void countsOfTheJobAreAllLinesOfAllFiles() {
    Row batch = job.table("batches").get(0);
    assertThat(batch.<Long>getAs("rows_read")).isEqualTo(lines);
    assertThat(batch.<Long>getAs("rows_used"))
        .isEqualTo(counts.values().stream().mapToLong(Counts::used).sum());
    assertThat(batch.<Long>getAs("rows_superseded")).isEqualTo(46);
    assertThat(batch.<Long>getAs("rows_quarantined")).isEqualTo(faults.size());
  }

  @Test
  void aCutFileMakesItsRunIncompleteWithAWarning() {
    Row cut =
        job.table("runs").stream()
            .filter(row -> row.<String>getAs("run").equals("cut"))
            .findFirst()
            .orElseThrow();
    assertThat(cut.<String>getAs("verdict")).isEqualTo("INCOMPLETE");
    assertThat(job.out()).contains("cut: a file of the run ends too early");
    assertThat(job.table("runs"))
        .filteredOn(row -> row.<String>getAs("verdict").equals("INCOMPLETE"))
        .hasSize(1);
  }

  @Test
  void momentsAreThoseOfAPlainLoopOverWhatCounts() throws IOException {
    ReferenceTrace reference = new ReferenceTrace();
    try (Stream<Path> files = Files.walk(clean)) {
      files.filter(Files::isRegularFile).sorted().forEach(reference::add);
    }
    Map<ReferenceTrace.Key, ReferenceTrace.Moments> expected = reference.moments(Map.of("", 1000));
    List<Row> layers =
        job.table("layer_epoch").stream()
            .filter(row -> !row.<String>getAs("layer").equals("*"))
            .toList();
    assertThat(layers).hasSameSizeAs(expected.keySet());
    for (Row row : layers) {
      ReferenceTrace.Key key =
          new ReferenceTrace.Key(row.getAs("run"), row.getAs("layer"), row.<Integer>getAs("epoch"));
      ReferenceTrace.Moments moments = expected.get(key);
      assertThat(moments).as("%s", key).isNotNull();
      if (moments != null) {
        agree(key, row, moments);
      }
    }
  }

  private static void agree(ReferenceTrace.Key key, Row row, ReferenceTrace.Moments moments) {
    assertThat(row.<Long>getAs("n")).as("n of %s", key).isEqualTo(moments.n());
    assertThat(row.<Long>getAs("non_finite")).as("%s", key).isEqualTo(moments.nonFinite());
    assertThat(row.<Long>getAs("superseded")).as("%s", key).isEqualTo(moments.superseded());
    Double second = moments.gradSecondMoment();
    agree(key, row, "grad_second_moment", second, second);
    agree(key, row, "grad_variance", moments.gradVariance(), second);
    agree(key, row, "grad_signal_squared", moments.gradSignalSquared(), second);
  }

  private static void agree(
      ReferenceTrace.Key key,
      Row row,
      String column,
      @Nullable Double value,
      @Nullable Double scale) {
    Double found = row.<@Nullable Double>getAs(column);
    if (value == null || scale == null) {
      assertThat(found).as("%s of %s", column, key).isNull();
    } else {
      assertThat(found).as("%s of %s", column, key).isCloseTo(value, within(1e-12 * scale));
    }
  }

  @Test
  void groupsThatAResumeSupersededWholeKeepARowWithoutGradients() {
    for (String run : List.of("resumed in one file", "resumed in two files")) {
      assertThat(job.table("layer_epoch"))
          .filteredOn(row -> row.getAs("run").equals(run) && row.getAs("layer").equals("w"))
          .extracting(row -> List.of(row.getAs("epoch"), row.getAs("n"), row.getAs("superseded")))
          .containsExactlyInAnyOrder(
              List.of(0, 5L, 0L),
              List.of(1, 5L, 0L),
              List.of(2, 5L, 3L),
              List.of(3, 5L, 5L),
              List.of(4, 5L, 5L),
              List.of(5, 0L, 5L),
              List.of(6, 0L, 5L));
    }
  }

  @Test
  void namesOfRunsSurviveInTheCopiesForOtherPrograms() throws IOException {
    assertThat(job.csv("runs"))
        .contains(
            "\"quo\"\"te,comma\",",
            "\"new\nline\",",
            "\uD83D\uDE00 run,",
            "\n../../up,",
            "\nper%20cent,");
    try (Stream<Path> files = Files.walk(job.output())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("up") || name.contains("quo"));
    }
  }
}
