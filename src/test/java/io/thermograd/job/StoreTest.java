package io.thermograd.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermograd.store.StoreBatch;
import io.thermograd.testing.LocalSpark;
import io.thermograd.testing.TraceRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Night by night a store has the tables of an execution that reads everything at once. */
@ExtendWith(LocalSpark.class)
class StoreTest {
  private static final int EPOCHS = 40;

  @TempDir private Path folder = Path.of("");
  private final SparkSession spark;

  StoreTest(SparkSession spark) {
    this.spark = spark;
  }

  private Path input() {
    return folder.resolve("traces");
  }

  private Path store() {
    return folder.resolve("store");
  }

  private String declaration(String output) {
    return """
    job: analyze
    input:
      - {path: "%s/*.jsonl*", format: jsonl}
      - {path: "%s/parquet", format: parquet}
    output: %s
    runs: {"*": {dataset_size: 1000, optimizer: sgd}}
    report: {html: false}
    """
        .formatted(input(), input(), output);
  }

  private StoreBatch night(String... options) throws IOException {
    JobTrial job =
        JobTrial.run(
            store(), declaration("{path: \"%s\", format: delta}".formatted(store())), options);
    assertThat(job.err()).isEmpty();
    assertThat(job.exitCode()).isZero();
    return job.lastBatch();
  }

  private void assertTablesAreThoseOfAFullRun() throws IOException {
    Path output = folder.resolve("full");
    JobTrial full = JobTrial.run(output, declaration("{path: \"%s\"}".formatted(output)));
    assertThat(full.err()).isEmpty();
    JobTrial stored = new JobTrial(0, "", "", store());
    Map<String, Map<String, Row>> expected = TableComparison.byKey(full::table);
    assertThat(expected.get("decay")).isNotEmpty();
    assertThat(
            TableComparison.differences(expected, TableComparison.byKey(stored.stored()), Set.of()))
        .isEmpty();
    StoreBatch.Work work = stored.lastBatch().work();
    System.getLogger("store")
        .log(
            System.Logger.Level.INFO,
            "tables of {0} agree, {1}",
            expected.values().stream().mapToInt(Map::size).sum(),
            work);
  }

  private void write(String name, List<String> lines) throws IOException {
    Files.writeString(input().resolve(name), String.join("", lines));
  }

  private void append(String name, String text) throws IOException {
    Files.writeString(input().resolve(name), text, StandardOpenOption.APPEND);
  }

  private void gzip(String name, List<String> lines, double share) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }
    byte[] all = bytes.toByteArray();
    Files.write(input().resolve(name), Arrays.copyOf(all, (int) (all.length * share)));
  }

  private void parquet(String name, List<TraceRow> rows) throws IOException {
    Path written = folder.resolve("written");
    spark
        .createDataFrame(rows.stream().map(TraceRow::row).toList(), TraceRow.SCHEMA)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path part =
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.createDirectories(input().resolve("parquet"));
      Files.move(part, input().resolve("parquet").resolve(name));
    }
  }

  private static String head(List<String> lines, double share) {
    String text = String.join("", lines);
    return text.substring(0, (int) (text.length() * share));
  }

  @Test
  void everyKindOfChangeLeadsToTheTablesOfAFullRun() throws IOException {
    Files.createDirectories(input());
    List<String> grown = SimulatedRuns.lines("grown", 101, EPOCHS);
    List<String> steady = SimulatedRuns.lines("steady", 202, EPOCHS);
    List<String> zipped = SimulatedRuns.lines("zipped", 303, EPOCHS);
    List<String> resumed = SimulatedRuns.lines("resumed", 404, EPOCHS);
    List<TraceRow> columnar = SimulatedRuns.rows("columnar", 505, EPOCHS);
    // Nights end inside a line: in the one file inside a number, in the other behind a line.
    String half = head(grown, 0.5);
    append(create("grown.jsonl"), half);
    write("steady.jsonl", steady.subList(0, steady.size() / 2));
    gzip("zipped.jsonl.gz", zipped, 0.6);
    write("resumed-a.jsonl", resumed.subList(0, resumed.size() / 2 + 45));
    write("rewritten.jsonl", SimulatedRuns.lines("rewritten", 606, 20));
    write("removed.jsonl", SimulatedRuns.lines("removed", 707, 20));
    write("untouched.jsonl", SimulatedRuns.lines("untouched", 808, EPOCHS));
    append(create("bad.jsonl"), "no record\n{\"run\": \"bad\", \"step\": -1}\n");
    parquet("odd %20 name=1.parquet", columnar.subList(0, columnar.size() / 3));
    parquet("second.parquet", columnar.subList(columnar.size() / 3, columnar.size() / 2));
    assertThat(night().work().mode()).isEqualTo(StoreBatch.Mode.FULL);

    append("grown.jsonl", head(grown, 0.8).substring(half.length()));
    append("steady.jsonl", String.join("", steady.subList(steady.size() / 2, steady.size())));
    gzip("zipped.jsonl.gz", zipped, 1);
    // A resume inside an epoch whose gradients are logged cuts its group.
    List<String> again = SimulatedRuns.lines("resumed", 909, EPOCHS);
    int from = resumed.size() / 2 + 15;
    write("resumed-b.jsonl", again.subList(from, again.size()));
    write("rewritten.jsonl", SimulatedRuns.lines("rewritten", 607, 21));
    Files.delete(input().resolve("removed.jsonl"));
    write("new.jsonl", SimulatedRuns.lines("new", 111, 20));
    append("bad.jsonl", "neither\n");
    parquet("third.parquet", columnar.subList(columnar.size() / 2, columnar.size()));
    Files.delete(input().resolve("parquet/second.parquet"));
    StoreBatch.Work second = night().work();
    assertThat(second.mode()).isEqualTo(StoreBatch.Mode.INCREMENTAL);
    assertThat(second.filesNew()).isEqualTo(3);
    assertThat(second.filesGrown()).isEqualTo(3);
    assertThat(second.filesChanged()).isEqualTo(2);
    assertThat(second.filesRemoved()).isEqualTo(2);
    assertThat(second.filesReread()).isPositive();
    // grown, steady, zipped, resumed, rewritten, removed, new, columnar, bad
    assertThat(second.runsAnalysed()).isEqualTo(9);
    assertTablesAreThoseOfAFullRun();

    append("grown.jsonl", head(grown, 1).substring(head(grown, 0.8).length()));
    StoreBatch third = night();
    assertThat(third.work().filesGrown()).isEqualTo(1);
    assertThat(third.work().runsAnalysed()).isEqualTo(1);
    assertThat(third.work().bytesRead()).isLessThan(head(grown, 1).length() / 4);
    assertTablesAreThoseOfAFullRun();

    StoreBatch fourth = night();
    assertThat(fourth.work().bytesRead()).isZero();
    assertThat(fourth.versions()).isEqualTo(third.versions());
    assertThat(fourth.execution().counts()).isEqualTo(third.execution().counts());
  }

  private String create(String name) throws IOException {
    Files.createFile(input().resolve(name));
    return name;
  }
}
