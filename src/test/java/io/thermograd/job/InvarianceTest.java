package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.thermograd.simulate.SgdLayer;
import io.thermograd.simulate.SgdRun;
import io.thermograd.simulate.SgdStep;
import io.thermograd.testing.LocalSpark;
import io.thermograd.testing.ReferenceTrace;
import io.thermograd.testing.TraceRow;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Neither the number of partitions nor the format nor the order of the rows changes a result: every
 * column of every table, of a simulated run and of a real one that diverges.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvarianceTest {
  /** What repeated rows change, and nothing else. */
  private static final Set<String> COUNTS_OF_REPEATS =
      Set.of("superseded", "rows_read", "rows_superseded", "warnings");

  private static final Path REAL_RUN =
      Path.of(
          "examples/traces/dig_mlp_NAN_sgd1e6_b32_s5/gradients/dig_mlp_NAN_sgd1e6_b32_s5.jsonl.bz2");

  private static final Map<String, String> LARGE =
      Map.of(
          "spark.sql.adaptive.enabled", "true",
          "spark.sql.codegen.wholeStage", "true",
          "spark.sql.codegen.factoryMode", "FALLBACK");

  private final SparkSession spark;
  private final Map<String, String> small;
  private final List<TraceRow> rows = new ArrayList<>();
  private Path folder = Path.of("");
  private Path lines = Path.of("");
  private Map<String, Map<String, Row>> expected = Map.of();

  InvarianceTest(SparkSession spark) {
    this.spark = spark;
    this.small =
        LARGE.keySet().stream()
            .collect(Collectors.toMap(Function.identity(), key -> spark.conf().get(key)));
  }

  @BeforeAll
  void runInOnePartition(@TempDir Path temporary) throws IOException {
    folder = temporary;
    rows.addAll(simulated());
    rows.addAll(real());
    lines = folder.resolve("lines.jsonl");
    Files.writeString(lines, text(rows, TraceRow::json));
    partitions(1, lines);
    expected = tables(lines, "jsonl");
    assertThat(expected.get("runs")).hasSize(2);
    assertThat(rowsOf("decay")).as("fits").anyMatch(row -> row.getAs("aicc") != null);
    assertThat(rowsOf("equilibrium")).anyMatch(row -> row.getAs("beta") != null);
    assertThat(expected.get("half_life")).isNotEmpty();
  }

  @AfterEach
  void defaultPartitions() {
    for (String key :
        List.of(
            "spark.sql.files.maxPartitionBytes",
            "spark.sql.files.openCostInBytes",
            "spark.sql.adaptive.coalescePartitions.enabled")) {
      spark.conf().unset(key);
    }
    spark.conf().set("spark.sql.shuffle.partitions", "2");
    small.forEach((key, value) -> spark.conf().set(key, value));
  }

  private static List<TraceRow> simulated() {
    SgdRun run =
        new SgdRun(
            List.of(new SgdLayer("first", 4, 1, 2), new SgdLayer("second", 7, 0.5, 1)),
            0.02,
            4,
            0.05,
            20);
    List<TraceRow> rows = new ArrayList<>();
    run.run(
        new SplittableRandom(101),
        300,
        step -> {
          rows.add(row(null, step, null));
          if (step.epoch() % 15 == 0) {
            rows.add(row("first", step, step.gradients()[0]));
            rows.add(row("second", step, step.gradients()[1]));
          }
        });
    return rows;
  }

  private static TraceRow row(@Nullable String layer, SgdStep step, float @Nullable [] gradient) {
    return new TraceRow(
        "simulated",
        layer,
        step.epoch(),
        step.step(),
        step.loss(),
        step.fullLoss(),
        16,
        0.02,
        gradient);
  }

  private static List<TraceRow> real() throws IOException {
    JsonMapper json =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    List<TraceRow> rows = new ArrayList<>();
    for (String line : ReferenceTrace.lines(REAL_RUN)) {
      JsonNode row = json.readTree(line);
      float[] grad = new float[Math.min(16, row.get("grad").size())];
      for (int j = 0; j < grad.length; j++) {
        grad[j] = row.get("grad").get(j).floatValue();
      }
      rows.add(
          new TraceRow(
              row.get("run").asText(),
              row.get("layer").asText(),
              row.get("epoch").asInt(),
              row.get("step").asLong(),
              row.get("loss").asDouble(),
              null,
              row.get("batch_size").asInt(),
              row.get("lr").asDouble(),
              grad));
    }
    return rows;
  }

  private static String text(List<TraceRow> rows, Function<TraceRow, String> form) {
    return rows.stream().map(form).collect(Collectors.joining("\n", "", "\n"));
  }

  private void partitions(int count, Path file) throws IOException {
    long bytes = Files.size(file) / count + 1;
    spark.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(bytes));
    // One partition only if opening the file costs more than a core's share of it.
    spark.conf().set("spark.sql.files.openCostInBytes", count == 1 ? "1GB" : "0");
    spark.conf().set("spark.sql.shuffle.partitions", Integer.toString(count));
    spark.conf().set("spark.sql.adaptive.coalescePartitions.enabled", "false");
  }

  private Map<String, Map<String, Row>> tables(Path input, String format) throws IOException {
    Path output = folder.resolve("out");
    JobTrial job =
        JobTrial.run(
            output,
            """
            job: analyze
            input: [{path: "%s", format: %s}]
            output: {path: "%s"}
            runs: {"*": {dataset_size: 1000, optimizer: sgd}}
            """
                .formatted(input, format, output));
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
    assertThat(job.table("quarantine")).isEmpty();
    return TableComparison.byKey(job::table);
  }

  private Collection<Row> rowsOf(String table) {
    return expected.getOrDefault(table, Map.of()).values();
  }

  private void assertSame(Map<String, Map<String, Row>> found, Set<String> except) {
    assertThat(TableComparison.differences(expected, found, except)).isEmpty();
  }

  @Test
  void sevenPartitions() throws IOException {
    partitions(7, lines);
    // As of large inputs: replanned between stages, and compiled.
    LARGE.forEach((key, large) -> spark.conf().set(key, large));
    assertSame(tables(lines, "jsonl"), Set.of());
  }

  @Test
  void compressedFilesThatFollowEachOther() throws IOException {
    Path files = Files.createDirectory(folder.resolve("gz"));
    int part = rows.size() / 5 + 1;
    for (int i = 0; i < 5; i++) {
      List<TraceRow> some = rows.subList(i * part, Math.min((i + 1) * part, rows.size()));
      try (Writer out =
          new OutputStreamWriter(
              new GZIPOutputStream(Files.newOutputStream(files.resolve(i + ".jsonl.gz"))),
              StandardCharsets.UTF_8)) {
        out.write(text(some, TraceRow::json));
      }
    }
    assertSame(tables(files, "jsonl"), Set.of());
  }

  @Test
  void commaSeparatedValuesInTwoPartitions() throws IOException {
    Path file = folder.resolve("rows.csv");
    String header = String.join(",", TraceRow.SCHEMA.fieldNames());
    Files.writeString(file, header + "\n" + text(rows, TraceRow::csv));
    partitions(2, file);
    assertSame(tables(file, "csv"), Set.of());
  }

  @Test
  void shuffledParquetWithRepeatedRowsThatAreCountedAsSuperseded() throws IOException {
    List<TraceRow> repeated = new ArrayList<>(rows);
    int repeats = 0;
    for (int i = 0; i < rows.size(); i += 7) {
      repeated.add(rows.get(i));
      repeats++;
    }
    Map<String, Map<String, Row>> found = tables(parquet("repeated", repeated), "parquet");
    assertSame(found, COUNTS_OF_REPEATS);
    assertThat(
            found.getOrDefault("runs", Map.of()).values().stream()
                .mapToLong(row -> row.<Long>getAs("rows_superseded"))
                .sum())
        .isEqualTo(repeats);
    assertThat(
            found.getOrDefault("layer_epoch", Map.of()).values().stream()
                .filter(row -> !row.getAs("layer").equals("*"))
                .mapToLong(row -> row.<Long>getAs("superseded"))
                .sum())
        .isEqualTo(
            repeated.subList(rows.size(), repeated.size()).stream()
                .filter(row -> row.layer() != null)
                .count());
  }

  private Path parquet(String name, List<TraceRow> of) {
    List<TraceRow> shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, new Random(202));
    Path files = folder.resolve(name);
    spark
        .createDataFrame(shuffled.stream().map(TraceRow::row).toList(), TraceRow.SCHEMA)
        .repartition(4)
        .write()
        .parquet(files.toString());
    return files;
  }
}
