package io.thermograd.trace.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermograd.testing.LocalSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class RecordSourceTest {
  private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final RecordSourceOptions LINES = new RecordSourceOptions(1000, Framing.LINES);
  private static final RecordSourceOptions CSV =
      new RecordSourceOptions(1000, Framing.HEADED_LINES);

  private final SparkSession session;
  private final Path folder;

  RecordSourceTest(SparkSession session, @TempDir Path folder) {
    this.session = session;
    this.folder = folder;
  }

  @AfterEach
  void restoreSettings() {
    session.conf().unset(MAX_PARTITION_BYTES);
    session.conf().unset(OPEN_COST);
  }

  /** A record in words, with the partition that it was read in. */
  private record Read(int partition, String path, long position, String text)
      implements Serializable {
    static Read of(SourceRecord record) {
      byte[] bytes = record.bytes();
      String text =
          record.path().substring(record.path().lastIndexOf('/') + 1)
              + " "
              + record.position()
              + " "
              + (bytes == null ? null : new String(bytes, UTF_8))
              + (record.fault() == null ? "" : " " + record.fault() + " " + record.detail());
      return new Read(TaskContext.getPartitionId(), record.path(), record.position(), text);
    }
  }

  private JavaRDD<Read> rows(List<InputFile> files, RecordSourceOptions options) {
    FlatMapFunction<Iterator<SourceRecord>, Read> asRead =
        records -> {
          List<Read> read = new ArrayList<>();
          records.forEachRemaining(record -> read.add(Read.of(record)));
          return read.iterator();
        };
    return RecordSource.decode(session, files, options, asRead);
  }

  private JavaRDD<Read> rows(RecordSourceOptions options) throws IOException {
    return rows(files(), options);
  }

  private List<InputFile> files() throws IOException {
    return InputFiles.list(session.sparkContext().hadoopConfiguration(), folder.toString());
  }

  private static List<String> sorted(JavaRDD<Read> rows) {
    return rows.map(Read::text).collect().stream().sorted().toList();
  }

  private void writeRuns() throws IOException {
    for (int run = 0; run < 5; run++) {
      StringBuilder text = new StringBuilder();
      for (int step = 0; step < 20 * run; step++) {
        text.append("{\"run\":").append(run).append(",\"step\":").append(step).append("}\n");
      }
      Files.writeString(folder.resolve("run" + run + ".jsonl"), text);
    }
  }

  @Test
  void theRecordsAreTheSameWhateverTheSplitSize() throws IOException {
    writeRuns();
    List<String> whole = sorted(rows(LINES));
    assertThat(whole).hasSize(20 * (1 + 2 + 3 + 4));
    for (String bytes : List.of("150", "1KB")) {
      session.conf().set(MAX_PARTITION_BYTES, bytes);
      session.conf().set(OPEN_COST, "0");
      JavaRDD<Read> rows = rows(LINES);
      assertThat(rows.getNumPartitions()).as(bytes).isGreaterThan(3);
      assertThat(sorted(rows)).as(bytes).isEqualTo(whole);
    }
  }

  @Test
  void aFilesRecordsAreInOrderInsideAPartition() throws IOException {
    writeRuns();
    session.conf().set(MAX_PARTITION_BYTES, "700");
    session.conf().set(OPEN_COST, "0");
    List<Read> rows = rows(LINES).collect();
    for (int i = 1; i < rows.size(); i++) {
      Read before = rows.get(i - 1);
      Read row = rows.get(i);
      if (before.partition() == row.partition() && before.path().equals(row.path())) {
        assertThat(row.position()).isGreaterThan(before.position());
      }
    }
  }

  @Test
  void manySmallFilesShareFewPartitions() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.writeString(folder.resolve(i + ".jsonl"), "{}\n");
    }
    JavaRDD<Read> rows = rows(LINES);
    assertThat(rows.getNumPartitions()).isBetween(2, 20);
    assertThat(rows.map(Read::path).distinct().count()).isEqualTo(100);
  }

  @Test
  void faultsAreRecordsAndTheJobGoesOn() throws IOException {
    Files.writeString(
        folder.resolve("a.jsonl"), "{\"a\":1}\n" + "x".repeat(5000) + "\n{\"a\":2}\n");
    Path zipped = folder.resolve("b.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("{\"b\":1}\n{\"b\":2}\n{\"b\":3}".getBytes(UTF_8));
    }
    byte[] bytes = Files.readAllBytes(zipped);
    Files.write(zipped, Arrays.copyOf(bytes, bytes.length - 9));
    Path gone = Files.writeString(folder.resolve("c.jsonl"), "{\"c\":1}\n");
    JavaRDD<Read> rows = rows(LINES);
    Files.delete(gone);
    assertThat(rows.map(Read::text).collect())
        .containsExactlyInAnyOrder(
            "a.jsonl 0 {\"a\":1}",
            "a.jsonl 8 " + "x".repeat(1000) + " TOO_LONG longer than 1000 bytes",
            "a.jsonl 5009 {\"a\":2}",
            "b.jsonl.gz 0 {\"b\":1}",
            "b.jsonl.gz 8 {\"b\":2}",
            "b.jsonl.gz 16 {\"b\":3} CUT the gzip stream ends too early",
            "c.jsonl 0 null UNREADABLE file not found");
  }

  @Test
  void everyPartitionOfACsvFileBeginsWithItsHeader() throws IOException {
    Files.writeString(folder.resolve("x.csv"), "run,step\n" + "a,1\n".repeat(100));
    session.conf().set(MAX_PARTITION_BYTES, "50");
    session.conf().set(OPEN_COST, "0");
    JavaRDD<Read> rows = rows(CSV);
    assertThat(rows.getNumPartitions()).isEqualTo(9);
    List<String> texts = rows.map(Read::text).collect();
    assertThat(texts).filteredOn(text -> text.equals("x.csv 0 run,step")).hasSize(9);
    assertThat(texts).hasSize(9 + 100);
  }

  @Test
  void noFilesAreNoRecords() {
    assertThat(rows(List.of(), LINES).count()).isZero();
  }

  @Test
  void aBoundThatNoArrayCanHoldIsRefused() {
    assertThatThrownBy(() -> new RecordSourceOptions(0, Framing.LINES))
        .hasMessage("Invalid maxRecordBytes: 0 (must be 1 to 1073741824)");
  }
}
